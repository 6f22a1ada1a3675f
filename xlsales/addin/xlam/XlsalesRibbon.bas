Attribute VB_Name = "XlsalesRibbon"
Option Explicit

' Every button of the ribbon comes to XlsalesClick, which hands the button's id to Python through
' xlwings. What a button is and does is known to Python alone, and what is said here stands in
' the cells of this add-in: a new button or another wording changes nothing in this module.

Private Const XLWINGS As String = "xlwings.xlam"

Private ribbonShown As Object
Private atWork As Boolean

' Excel hands over the ribbon when it has drawn it: from now on its buttons follow the workbook.
Public Sub XlsalesLoaded(ribbon As IRibbonUI)
    Set ribbonShown = ribbon
    ThisWorkbook.XlsalesWatch
End Sub

Public Sub XlsalesClick(control As IRibbonControl)
    XlsalesKey control.ID
End Sub

Public Sub XlsalesKey(button As String)
    Dim trouble As String
    trouble = XlsalesTrouble(button)
    If trouble = "" Then trouble = XlsalesPress(button)
    If trouble <> "" Then MsgBox trouble, vbExclamation, XlsalesText("title")
End Sub

' A button is there if its tag names the kind of the workbook in front.
Public Sub XlsalesVisible(control As IRibbonControl, ByRef visible As Variant)
    visible = XlsalesSuits(control.Tag)
End Sub

Public Function XlsalesSuits(tag As String) As Boolean
    Dim kind As String
    kind = XlsalesKind(ActiveWorkbook)
    XlsalesSuits = (tag = "any")
    If kind <> "" And InStr("." & tag & ".", "." & kind & ".") > 0 Then XlsalesSuits = True
End Function

' Which standard workbook it is; "" for any other, and for none.
Public Function XlsalesKind(book As Object) As String
    XlsalesKind = ""
    On Error Resume Next
    XlsalesKind = book.CustomDocumentProperties("xlsales.kind").Value
End Function

' Another workbook is in front: draw the buttons anew; the keys are ours in ours alone.
Public Sub XlsalesFollow()
    Dim pair As Variant
    Dim keys As String
    On Error Resume Next
    If Not ribbonShown Is Nothing Then ribbonShown.Invalidate
    keys = ThisWorkbook.Worksheets(1).Cells(1, 3).Value
    For Each pair In Split(keys, " ")
        If XlsalesKind(ActiveWorkbook) <> "" Then
            Application.OnKey "^+" & Left(pair, 1), "'XlsalesKey """ & Mid(pair, 3) & """'"
        Else
            Application.OnKey "^+" & Left(pair, 1)
        End If
    Next pair
End Sub

' A workbook was opened by its owner: later, when Excel is done with it, it welcomes them.
Public Sub XlsalesOpening(book As Object)
    If atWork Or XlsalesKind(book) = "" Then Exit Sub
    On Error Resume Next
    If book.ReadOnly Then Exit Sub
    Application.OnTime Now, "XlsalesOpened"
End Sub

' One that is hidden is not in front. Nobody asked for it, so nothing is said where it cannot be done.
Public Sub XlsalesOpened()
    Dim trouble As String
    If XlsalesKind(ActiveWorkbook) = "" Then Exit Sub
    If XlsalesTrouble("opened") = "" Then trouble = XlsalesAsk("opened()", "opened")
End Sub

' What keeps a button from being pressed, in the person's words; "" if nothing does.
Public Function XlsalesTrouble(button As String) As String
    Dim python As String
    XlsalesTrouble = ""
    If Not IsPlainName(button) Then
        XlsalesTrouble = Replace(XlsalesText("no-button"), "{button}", button)
    ElseIf Not HasWorkbook() Then
        XlsalesTrouble = XlsalesText("no-workbook")
    ElseIf Not IsOpen(XLWINGS) Then
        XlsalesTrouble = XlsalesText("no-xlwings")
    ElseIf TakesOthersSettings() Then
        XlsalesTrouble = XlsalesText("other-settings")
    Else
        python = Setting("INTERPRETER_WIN", "")
        If InStr(python, "\") > 0 And Not FileThere(python) Then
            XlsalesTrouble = Replace(XlsalesText("no-python"), "{path}", python)
        End If
    End If
End Function

' Press a button: xlwings starts Python and waits for it. Returns what went wrong, or "".
' What lies beside the workbook comes last on Python's path, so that no file in a shared folder
' can pass for a part of Python.
Public Function XlsalesPress(button As String) As String
    XlsalesPress = XlsalesAsk("click('" & button & "')", "click")
End Function

Private Function XlsalesAsk(asked As String, entry As String) As String
    Dim script As String
    Dim ended As Variant
    XlsalesAsk = ""
    script = "import sys; " & _
        "sys.path.sort(key=lambda p: not p.startswith((sys.prefix, sys.base_prefix))); " & _
        "from xlsales.ribbon.excel import " & entry & "; " & asked
    On Error GoTo Failed
    atWork = True
    ended = Application.Run(XLWINGS & "!RunPython", script)
    atWork = False
    If ended = -1 Then XlsalesAsk = XlsalesText("failed")
    Exit Function
Failed:
    atWork = False
    XlsalesAsk = Replace(XlsalesText("no-answer"), "{error}", Err.Description)
End Function

' A message in the language of the labels; in English where MsgBox cannot show Chinese.
Public Function XlsalesText(key As String) As String
    Dim sheet As Object
    Dim row As Long
    Dim column As Long
    Dim said As String
    Set sheet = ThisWorkbook.Worksheets(1)
    column = 2
    If sheet.Cells(1, 2).Value = "en" Then column = 3
    said = key
    row = 1
    Do While sheet.Cells(row, 1).Value <> ""
        If sheet.Cells(row, 1).Value = key Then
            said = sheet.Cells(row, column).Value
            If Not CanShow(said) Then said = sheet.Cells(row, 3).Value
            Exit Do
        End If
        row = row + 1
    Loop
    XlsalesText = said
End Function

' On a PC, MsgBox knows only the characters of the local code page.
Private Function CanShow(text As String) As Boolean
    CanShow = True
    If Application.PathSeparator <> "\" Then Exit Function
    CanShow = (StrConv(StrConv(text, vbFromUnicode), vbUnicode) = text)
End Function

Private Function IsPlainName(button As String) As Boolean
    IsPlainName = (button Like "[a-z]*") And Not (button Like "*[!a-z0-9_]*")
End Function

' False without a workbook, and while one is shown in Protected View.
Private Function HasWorkbook() As Boolean
    HasWorkbook = Not (ActiveWorkbook Is Nothing)
End Function

Private Function IsOpen(book As String) As Boolean
    Dim found As Object
    On Error Resume Next
    Set found = Workbooks(book)
    IsOpen = Not (found Is Nothing)
End Function

' xlwings also takes settings from a sheet of the workbook and from a file beside it. Whoever can
' leave one there could start any program in this person's name: their own settings alone count.
Private Function TakesOthersSettings() As Boolean
    Dim key As Variant
    TakesOthersSettings = False
    For Each key In Array("INTERPRETER_WIN", "INTERPRETER_MAC", "INTERPRETER", "CONDA PATH", _
            "CONDA ENV", "PYTHONPATH", "USE UDF SERVER")
        If Setting(CStr(key), "sheet") <> "" Or Setting(CStr(key), "directory") <> "" Then
            TakesOthersSettings = True
        End If
    Next key
End Function

' One of xlwings' settings, of one source or of all; "" where it has none or cannot be asked.
Private Function Setting(key As String, source As String) As String
    Setting = ""
    On Error Resume Next
    Setting = Application.Run(XLWINGS & "!GetConfig", key, "", source)
End Function

Private Function FileThere(path As String) As Boolean
    Dim attributes As Long
    On Error GoTo Missing
    attributes = GetAttr(path)
    FileThere = True
    Exit Function
Missing:
    FileThere = False
End Function
