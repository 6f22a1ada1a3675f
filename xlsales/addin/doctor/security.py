"""Checks of what may keep Excel from running the add-in, or the add-in from starting Python.

Windows keeps all of it in the registry, where an organisation's policy counts before the person's
own setting.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsales.addin.doctor.answer import Answer, fine, idle, same, unknown, wrong
from xlsales.addin.doctor.hosts import excel_of
from xlsales.addin.doctor.machine import Machine
from xlsales.core.words import Words

_BLOCKED, _WARNED = 1, 6
_RULES = {
    # Microsoft's names of the attack surface reduction rules that concern macros
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": Words(
        "禁止 Office 启动其他程序", "Office may start no other program"
    ),
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": Words(
        "禁止 Office 宏调用 Windows 函数", "macros may not call Windows"
    ),
}
_DEFENDER = "Microsoft\\Windows Defender"
_GUARD = f"{_DEFENDER}\\Windows Defender Exploit Guard\\ASR\\Rules"
_OTHERS = {
    "HKLM\\SOFTWARE\\360Safe": Words("360 安全卫士", "360 Safe"),
    "HKLM\\SOFTWARE\\Huorong\\Sysdiag": Words("火绒", "Huorong"),
    "HKLM\\SOFTWARE\\Tencent\\QQPCMgr": Words("腾讯电脑管家", "Tencent PC Manager"),
}
_SECURITY = "Excel\\Security"
_LOCATIONS = "Excel\\Security\\Trusted Locations"
_ASK_IT = Words(
    "请将本条告知本单位的电脑管理员", "Show this line to whoever looks after the computers"
)
_WINDOWS_ONLY = Words("此项仅适用于 Windows 上的 Excel", "this concerns Excel on Windows")
_NO_EXCEL = Words("本机没有 Excel", "no Excel here")
_CENTER = Words(
    "请在 Excel 的“文件 → 选项 → 信任中心 → 信任中心设置”中，",
    "In Excel, File, Options, Trust Center, Trust Center Settings: ",
)


def macro_security(m: Machine) -> Answer:
    """Check whether Excel's settings let the add-in's macro run."""
    if excel_of(m) is None:
        return idle(*_NO_EXCEL)
    if m.system == "macos":
        return _on_mac(m)
    if _setting(m, "Common", "vbaoff") == 1:
        return wrong(
            Words("Office 的宏功能已被关闭", "macros are switched off in Office"),
            Words(
                f"{_ASK_IT.zh}：策略 VBAOff 关闭了 Office 的宏，请解除。",
                f"{_ASK_IT.en}: the policy VBAOff switches macros off; please lift it.",
            ),
        )
    if _setting(m, _SECURITY, "disablealladdins") == 1:
        return wrong(
            Words("Excel 禁用了所有加载项", "Excel has all add-ins switched off"),
            Words(
                f"{_CENTER.zh}打开“加载项”，取消“禁用所有应用程序加载项”，再重新打开 Excel。",
                f"{_CENTER.en}Add-ins, untick Disable all Application Add-ins; start Excel again.",
            ),
        )
    if not _locations_off(m):
        return fine(
            "加载项的文件夹受信任，不受宏设置限制",
            "the add-in's folder is trusted, whatever the macro setting",
        )
    level = _setting(m, _SECURITY, "vbawarnings")
    if level in {3, 4} or _setting(m, _SECURITY, "requireaddinsig") == 1:
        return wrong(
            Words("Excel 的宏设置不允许加载项运行", "Excel's macro setting stops the add-in"),
            Words(
                f"{_CENTER.zh}打开“宏设置”，选“禁用所有宏，并发出通知”；"
                "重新打开 Excel 时点“启用”。",
                f"{_CENTER.en}Macro Settings, choose Disable VBA macros with notification; start "
                "Excel again and click Enable.",
            ),
        )
    return fine(
        "Excel 启动时可能会问是否启用宏，请点“启用”",
        "Excel may ask at its start whether to enable macros: click Enable",
    )


def _on_mac(m: Machine) -> Answer:
    state = m.run("defaults", "read", "com.microsoft.office", "VisualBasicMacroExecutionState")
    if state == "DisabledWithoutWarnings":
        return wrong(
            Words("Excel 禁用了所有宏", "Excel has all macros switched off"),
            Words(
                "请在 Excel 的“偏好设置 → 安全性”中选“禁用所有宏，并发出通知”，再重新打开 Excel。",
                "In Excel, Preferences, Security, choose Disable all macros with notification, "
                "then start Excel again.",
            ),
        )
    return fine("没有禁用宏", "macros are not switched off")


def trusted_location(m: Machine) -> Answer:
    """Check that Excel trusts the folder from which it opens add-ins."""
    if m.system != "windows" or excel_of(m) is None:
        return idle(*_WINDOWS_ONLY)
    folder = m.path(m.variable("APPDATA"), "Microsoft", "Excel", "XLSTART")
    if _locations_off(m):
        return wrong(
            Words("Excel 已关闭受信任位置", "Excel has its trusted locations switched off"),
            Words(
                f"{_CENTER.zh}打开“受信任位置”，取消“禁用所有受信任位置”，再重新打开 Excel。",
                f"{_CENTER.en}Trusted Locations, untick Disable all Trusted Locations; start "
                "Excel again.",
            ),
        )
    on_network = str(folder).startswith("\\\\")
    if on_network and _setting(m, _LOCATIONS, "allownetworklocations") != 1:
        return wrong(
            Words(f"{folder} 在网络上，Excel 不信任", f"{folder} is on the network: not trusted"),
            Words(
                f"{_CENTER.zh}打开“受信任位置”，勾上“允许网络上的受信任位置”，并添加 {folder}。",
                f"{_CENTER.en}Trusted Locations, tick Allow Trusted Locations on my network, and "
                f"add {folder}.",
            ),
        )
    return same(folder)


def antivirus(m: Machine) -> Answer:
    """Check the rules of Microsoft Defender that keep a macro from starting Python."""
    if m.system != "windows" or excel_of(m) is None:
        return idle(*_WINDOWS_ONLY)
    for rule, what in _RULES.items():
        state = next(_states(m, rule), 0)
        if state == _BLOCKED:
            return wrong(
                Words(f"杀毒软件{what.zh}", f"the virus scanner's rule: {what.en}"),
                Words(
                    f"按钮因此无法启动 Python。{_ASK_IT.zh}：攻击面减少规则 {rule}，"
                    f"请为 {m.python} 设例外。在此之前请使用命令行或 LibreOffice。",
                    f"So the buttons cannot start Python. {_ASK_IT.en}: attack surface reduction "
                    f"rule {rule}; please except {m.python}. Until then use the command line, or "
                    "LibreOffice.",
                ),
            )
        if state == _WARNED:
            return wrong(
                Words(f"杀毒软件会先拦截：{what.zh}", f"the virus scanner asks first: {what.en}"),
                Words(
                    "第一次点按钮时 Windows 会弹出提示，请点“取消阻止”，再点一次按钮。",
                    "At the first click Windows shows a notice: choose Unblock, then click the "
                    "button again.",
                ),
            )
    named = [words for key, words in _OTHERS.items() if m.values(key) or m.keys(key)]
    if named:
        zh, en = "、".join(w.zh for w in named), ", ".join(w.en for w in named)
        return unknown(
            f"{zh}的规则；询问 Python 时请选“允许”",
            f"the rules of {en}; if it asks about Python, allow it",
        )
    return fine("没有拦截 Office 启动 Python 的规则", "no rule keeps Office from starting Python")


def _setting(m: Machine, where: str, name: str) -> str | int | None:
    """Return an Office setting: the policy's, else the person's; None where neither says."""
    found = excel_of(m)
    versions = (f"{found.major}.0",) if found and found.major else ("16.0", "15.0", "14.0")
    for version in versions:
        for root in ("HKLM\\Software\\Policies", "HKCU\\Software\\Policies", "HKCU\\Software"):
            value = m.values(f"{root}\\Microsoft\\Office\\{version}\\{where}").get(name)
            if value is not None:
                return value
    return None


def _locations_off(m: Machine) -> bool:
    return _setting(m, _LOCATIONS, "alllocationsdisabled") == 1


def _states(m: Machine, rule: str) -> Iterator[int]:
    """Yield a rule's states: by group policy, by device management, as set on the machine."""
    policies = "HKLM\\SOFTWARE\\Policies"
    state = str(m.values(f"{policies}\\{_GUARD}").get(rule, ""))
    if state.isdecimal():
        yield int(state)
    managed = str(m.values(f"{policies}\\{_DEFENDER}\\Policy Manager").get("asrrules", ""))
    for part in managed.lower().split("|"):
        name, _, state = part.partition("=")
        if name.strip("{} ") == rule and state.isdecimal():
            yield int(state)
    state = str(m.values(f"HKLM\\SOFTWARE\\{_GUARD}").get(rule, ""))
    if state.isdecimal():
        yield int(state)
