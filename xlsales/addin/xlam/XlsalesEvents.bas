Option Explicit

' Behind the add-in's workbook: Excel tells here which workbook is in front, and which was opened.

Private WithEvents excelItself As Application

Public Sub XlsalesWatch()
    Set excelItself = Application
    XlsalesFollow
    If Not ActiveWorkbook Is Nothing Then XlsalesOpening ActiveWorkbook
End Sub

Private Sub excelItself_WorkbookActivate(ByVal Wb As Workbook)
    XlsalesFollow
End Sub

Private Sub excelItself_WorkbookDeactivate(ByVal Wb As Workbook)
    XlsalesFollow
End Sub

Private Sub excelItself_WorkbookOpen(ByVal Wb As Workbook)
    XlsalesFollow
    XlsalesOpening Wb
End Sub
