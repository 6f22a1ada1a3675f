"""Checks of the office folder: rights, space, and whether it lies where several can work."""

from __future__ import annotations

from pathlib import PurePath

from xlsales.addin.doctor.answer import Answer, fine, idle, unknown, wrong
from xlsales.addin.doctor.machine import Machine
from xlsales.core.words import Words
from xlsales.office.folder import HIDDEN

_LOW = 500_000_000  # bytes: backups and documents of a few months
_SHARES = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afpfs", "webdav", "9p"})
_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "nutstore": "坚果云",
    "坚果云": "坚果云",
    "wps云盘": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "baidusyncdisk": "百度网盘",
    "百度网盘": "百度网盘",
    "mobile documents": "iCloud",
    "iclouddrive": "iCloud",
}
_RIGHTS = Words(
    "请联系共享盘管理员，开通您对此文件夹的“修改”权限（读、写、改名、删除）。",
    "Ask whoever looks after the share for the right to modify this folder: read, write, rename "
    "and delete.",
)
_ROOM = Words(
    "请清理磁盘。空间不够时不会保存，已有的文件不受影响。",
    "Make space on the disk. While it is full nothing is saved; the files that are there stay "
    "whole.",
)
_STEPS = {
    "create": (Words("不能新建文件", "files cannot be created"), _RIGHTS),
    "rename": (Words("不能改文件名", "files cannot be renamed"), _RIGHTS),
    "delete": (Words("不能删除文件", "files cannot be deleted"), _RIGHTS),
    "space": (Words("磁盘已满", "the disk is full"), _ROOM),
}


def rights(m: Machine, office: PurePath | None) -> Answer:
    """Check that files can be created, renamed and deleted in the office."""
    if office is None:
        return _none()
    if not m.exists(office):
        return wrong(
            Words(f"找不到 {office}", f"{office} is not there"),
            Words(
                "请核对文件夹名称；在共享盘上的，请先连接共享盘。",
                "Check the folder's name; if it is on a share, connect the share first.",
            ),
        )
    hidden = m.path(office, HIDDEN)
    known = m.exists(hidden)
    for folder in (office, hidden) if known else (office,):
        failed = m.tried(folder)
        if failed:
            what, remedy = _STEPS[failed]
            return wrong(Words(f"{folder}：{what.zh}", f"{folder}: {what.en}"), remedy)
    if not known:
        return fine(
            f"{office}：可以读写，但尚不是办公文件夹",
            f"{office}: can be written to, but is no office yet",
        )
    return fine(f"{office}：可以读写", f"{office}: can be written to")


def space(m: Machine, office: PurePath | None) -> Answer:
    """Check that there is space for the workbooks and their backups."""
    if office is None:
        return _none()
    free = m.free(office)
    if free is None:
        return unknown("剩余空间", "the free space")
    said = f"{free / 1e9:.1f} GB" if free > 1e9 else f"{free // 10**6} MB"
    if free < _LOW:
        return wrong(Words(f"只剩 {said}", f"only {said} left"), _ROOM)
    return fine(f"剩余 {said}", f"{said} free")


def workbooks(m: Machine, office: PurePath | None) -> Answer:
    """Check that the workbooks which the office had are there, with their newest content."""
    if office is None:
        return _none()
    missed = m.missed(office)
    if missed:
        return wrong(
            Words(
                f"找不到或被换回旧内容的工作簿：{'、'.join(missed)}",
                f"gone, or put back to an older content: {', '.join(missed)}",
            ),
            Words(
                "请运行 xlsales validate，其中逐一说明处理办法。",
                "Run xlsales validate: it says of each what to do.",
            ),
        )
    return fine("原有的工作簿齐全，均为最新", "all workbooks are there, with their newest content")


def place(m: Machine, office: PurePath | None) -> Answer:
    """Check that the office does not lie in a folder that a cloud service synchronises."""
    if office is None:
        return _none()
    whole = m.resolved(office)
    service = _service(m, whole)
    if service:
        return wrong(
            Words(f"在 {service} 的同步文件夹中", f"in a folder that {service} synchronises"),
            Words(
                "两个人同时用时，同步软件会留下“冲突副本”，也会在保存时占住文件。"
                "请将办公文件夹移到单位的共享盘，或移到本机不同步的文件夹。",
                "It leaves conflicting copies when two people work at once, and holds files while "
                "they are saved. Move the office to the organisation's share, or to a folder that "
                "is not synchronised.",
            ),
        )
    if _shared(m, whole):
        return fine(
            f"在网络共享上：{whole}（尚未在网络共享上试用过）",
            f"on a network share: {whole} (where nobody has tried it yet)",
        )
    return fine(f"在本机磁盘上：{whole}", f"on a disk of this machine: {whole}")


def _service(m: Machine, office: PurePath) -> str:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = m.variable(name)
        if root and office.is_relative_to(m.path(root)):
            return "OneDrive"
    for part in office.parts:
        lower = part.lower()
        for mark, service in _SYNCED.items():
            # also as in “OneDrive - Branch”
            if lower == mark or lower.startswith((f"{mark} ", f"{mark}-", f"{mark}(")):
                return service
    return ""


def _shared(m: Machine, office: PurePath) -> bool:
    if m.system == "windows":
        return str(office).startswith("\\\\")
    if m.system == "macos":
        return office.parts[1:2] == ("Volumes",)
    best, kind = -1, ""
    for line in m.text("/proc/mounts").splitlines():
        parts = line.split(" ")
        if len(parts) > 2:
            root = parts[1].replace("\\040", " ")
            if office.is_relative_to(root) and len(root) > best:
                best, kind = len(root), parts[2]
    return kind in _SHARES


def _none() -> Answer:
    return idle(
        "未指定办公文件夹（xlsales doctor 文件夹）", "no office was named (xlsales doctor OFFICE)"
    )
