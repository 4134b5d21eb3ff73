# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The calls and structures of Windows that hold a program, as its documentation lays them out.

Types are named by their size and not by Windows' own names, so that they are the same wherever this is read.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Mapping
from ctypes import c_int32, c_int64, c_size_t, c_uint16, c_uint32, c_uint64, c_void_p, c_wchar_p
from typing import Any, BinaryIO

from sidelight.domain.running import Limits
from sidelight.sandbox.piped import Use

EXTENDED_STARTUPINFO_PRESENT = 0x00080000
CREATE_UNICODE_ENVIRONMENT = 0x00000400
CREATE_NO_WINDOW = 0x08000000
STARTF_USESTDHANDLES = 0x00000100

ATTRIBUTE_HANDLE_LIST = 0x00020002
ATTRIBUTE_SECURITY_CAPABILITIES = 0x00020009
ATTRIBUTE_JOB_LIST = 0x0002000D

JOB_BASIC_ACCOUNTING = 1
JOB_BASIC_UI_RESTRICTIONS = 4
JOB_EXTENDED_LIMITS = 9
JOB_LIMIT_JOB_TIME = 0x00000004
JOB_LIMIT_ACTIVE_PROCESS = 0x00000008
JOB_LIMIT_JOB_MEMORY = 0x00000200
JOB_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x00000400
JOB_LIMIT_KILL_ON_JOB_CLOSE = 0x00002000
JOB_UI_ALL = 0x000000FF

_ALREADY_EXISTS = -2147024713  # HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS)
_WAIT_OBJECT = 0
_HUNDRED_NS = 10_000_000
_KILL_PATIENCE_S = 5.0


class SecurityCapabilities(ctypes.Structure):
    """SECURITY_CAPABILITIES: the container, and none of the things that it could be allowed."""

    _fields_ = (
        ("AppContainerSid", c_void_p),
        ("Capabilities", c_void_p),
        ("CapabilityCount", c_uint32),
        ("Reserved", c_uint32),
    )


class StartupInfo(ctypes.Structure):
    """STARTUPINFOEXW."""

    _fields_ = (
        ("cb", c_uint32),
        ("lpReserved", c_wchar_p),
        ("lpDesktop", c_wchar_p),
        ("lpTitle", c_wchar_p),
        *(
            (name, c_uint32)
            for name in ("dwX", "dwY", "dwXSize", "dwYSize", "dwXCountChars", "dwYCountChars")
        ),
        ("dwFillAttribute", c_uint32),
        ("dwFlags", c_uint32),
        ("wShowWindow", c_uint16),
        ("cbReserved2", c_uint16),
        ("lpReserved2", c_void_p),
        ("hStdInput", c_void_p),
        ("hStdOutput", c_void_p),
        ("hStdError", c_void_p),
        ("lpAttributeList", c_void_p),
    )


class ProcessInformation(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_ = (
        ("hProcess", c_void_p),
        ("hThread", c_void_p),
        ("dwProcessId", c_uint32),
        ("dwThreadId", c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with what it begins with laid out in one."""

    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
        ("IoCounters", c_uint64 * 6),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


class JobAccounting(ctypes.Structure):
    """JOBOBJECT_BASIC_ACCOUNTING_INFORMATION."""

    _fields_ = (
        ("TotalUserTime", c_int64),
        ("TotalKernelTime", c_int64),
        ("ThisPeriodTotalUserTime", c_int64),
        ("ThisPeriodTotalKernelTime", c_int64),
        ("TotalPageFaultCount", c_uint32),
        ("TotalProcesses", c_uint32),
        ("ActiveProcesses", c_uint32),
        ("TotalTerminatedProcesses", c_uint32),
    )


class Calls:
    """The system's functions. Each of the four holds those of one library."""

    def __init__(self, kernel: Any, userenv: Any, advapi: Any, shell: Any) -> None:
        self.kernel = kernel
        self._userenv = userenv
        self._advapi = advapi
        self._shell = shell

    @classmethod
    def real(cls) -> Calls:
        """Those of this Windows.

        Raises:
            OSError: this is no Windows.
        """
        load = getattr(ctypes, "WinDLL", None)
        if load is None:
            raise OSError("These libraries are Windows' own.")
        names = ("kernel32", "userenv", "advapi32", "shell32")
        libraries = [load(name, use_last_error=True) for name in names]
        libraries[0].CreateJobObjectW.restype = c_void_p
        libraries[0].GetCurrentProcess.restype = c_void_p
        return cls(*libraries)

    def check(self, result: int, what: str) -> None:
        """Raise the system's last error where a function said that it failed.

        Raises:
            OSError: it did.
        """
        if not result:
            number = getattr(ctypes, "get_last_error", lambda: 0)()
            raise OSError(number, f"{what} failed with Windows error {number}")

    def container(self, name: str) -> tuple[int, str]:
        """The SID of the container ``name``, made if it is not there: its address, and as text.

        Raises:
            OSError: it cannot be made.
        """
        sid = c_void_p()
        words = (c_wchar_p(name), c_wchar_p("Sidelight"), c_wchar_p("Programs that models wrote"))
        made = self._userenv.CreateAppContainerProfile(*words, None, c_uint32(0), ctypes.byref(sid))
        if made == _ALREADY_EXISTS:
            derive = self._userenv.DeriveAppContainerSidFromAppContainerName
            made = derive(c_wchar_p(name), ctypes.byref(sid))
        self.check(int(made == 0 and bool(sid.value)), "making the AppContainer")
        text = c_wchar_p()
        self.check(self._advapi.ConvertSidToStringSidW(sid, ctypes.byref(text)), "naming the AppContainer")
        return int(sid.value or 0), str(text.value)

    def elevated(self) -> bool:
        """Whether this process is an administrator's."""
        return bool(self._shell.IsUserAnAdmin())


class Job:
    """A job with limits, which ends every process in it when its last handle is closed."""

    def __init__(self, calls: Calls, limits: Limits) -> None:
        self._calls = calls
        self.handle = c_void_p(calls.kernel.CreateJobObjectW(None, None))
        calls.check(self.handle.value or 0, "making the job")
        self._set(JOB_EXTENDED_LIMITS, job_limits(limits))
        self._set(JOB_BASIC_UI_RESTRICTIONS, c_uint32(JOB_UI_ALL))

    def _set(self, kind: int, value: Any) -> None:
        size = c_uint32(ctypes.sizeof(value))
        done = self._calls.kernel.SetInformationJobObject(
            self.handle, c_int32(kind), ctypes.byref(value), size
        )
        self._calls.check(done, "limiting the job")

    def ask(self, kind: int, value: Any) -> None:
        """Fill ``value`` with what the job tells."""
        size = c_uint32(ctypes.sizeof(value))
        done = self._calls.kernel.QueryInformationJobObject(
            self.handle, c_int32(kind), ctypes.byref(value), size, None
        )
        self._calls.check(done, "asking the job")


def job_limits(limits: Limits) -> JobLimits:
    """What a job is told of ``limits``."""
    asked = JobLimits()
    asked.LimitFlags = (
        JOB_LIMIT_KILL_ON_JOB_CLOSE
        | JOB_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        | JOB_LIMIT_ACTIVE_PROCESS
        | JOB_LIMIT_JOB_MEMORY
    )
    asked.ActiveProcessLimit = limits.processes
    # The watchdog ends the run at the limit and says why; the job only stops one great leap beyond it.
    asked.JobMemoryLimit = (limits.memory_mb + limits.memory_mb // 8) << 20
    if limits.cpu_seconds is not None:
        asked.LimitFlags |= JOB_LIMIT_JOB_TIME
        asked.PerJobUserTimeLimit = (limits.cpu_seconds + 2) * _HUNDRED_NS
    return asked


class Attributes:
    """A list of attributes for a new process. It keeps alive what the list points at."""

    def __init__(self, calls: Calls, wanted: Mapping[int, Any]) -> None:
        size = c_size_t()
        kernel = calls.kernel
        kernel.InitializeProcThreadAttributeList(None, c_uint32(len(wanted)), 0, ctypes.byref(size))
        self._kept = dict(wanted)
        self.memory = ctypes.create_string_buffer(max(1, size.value))
        self._kernel = kernel
        done = kernel.InitializeProcThreadAttributeList(
            self.memory, c_uint32(len(wanted)), 0, ctypes.byref(size)
        )
        calls.check(done, "preparing the process")
        for name, value in wanted.items():
            place, length = ctypes.byref(value), c_size_t(ctypes.sizeof(value))
            done = kernel.UpdateProcThreadAttribute(self.memory, 0, c_size_t(name), place, length, None, None)
            calls.check(done, "preparing the process")

    def close(self) -> None:
        """Give the list back."""
        self._kernel.DeleteProcThreadAttributeList(self.memory)


class Started:
    """A process just started, and our ends of its pipes."""

    def __init__(self, process: c_void_p, stdout: BinaryIO, stderr: BinaryIO) -> None:
        self.process = process
        self.stdout = stdout
        self.stderr = stderr


def environment_block(variables: Mapping[str, str]) -> str:
    """Variables as Windows takes them: sorted, each ended by a zero, and one more at the end."""
    pairs = sorted(variables.items(), key=lambda pair: pair[0].upper())
    return "".join(f"{name}={value}\0" for name, value in pairs) + "\0"


def _handle_of(descriptor: int) -> int:
    """The handle behind a descriptor. Where there are no handles the number itself stands for one."""
    try:
        import msvcrt
    except ImportError:
        return descriptor
    handle: int = msvcrt.get_osfhandle(descriptor)  # type: ignore[attr-defined, unused-ignore]
    return handle


def spawn(
    calls: Calls, line: str, variables: Mapping[str, str], folder: str, job: Job, container: int | None
) -> Started:
    """Start a process that is in ``job`` from its first instruction, and inherits three handles and no more.

    Args:
        calls: the system.
        line: its command line.
        variables: its whole environment.
        folder: where it works.
        job: what limits it.
        container: the SID of its AppContainer; ``None`` holds it in nothing.

    Raises:
        OSError: Windows said no.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    (out_read, out_write), (err_read, err_write) = os.pipe(), os.pipe()
    theirs = (nothing, out_write, err_write)
    try:
        for descriptor in theirs:
            os.set_inheritable(descriptor, True)
        handles = (c_void_p * 3)(*(_handle_of(descriptor) for descriptor in theirs))
        wanted: dict[int, Any] = {
            ATTRIBUTE_HANDLE_LIST: handles,
            ATTRIBUTE_JOB_LIST: (c_void_p * 1)(job.handle),
        }
        if container is not None:
            wanted[ATTRIBUTE_SECURITY_CAPABILITIES] = SecurityCapabilities(container, None, 0, 0)
        attributes = Attributes(calls, wanted)
        try:
            info = StartupInfo(cb=ctypes.sizeof(StartupInfo), dwFlags=STARTF_USESTDHANDLES)
            info.hStdInput, info.hStdOutput, info.hStdError = handles
            info.lpAttributeList = ctypes.addressof(attributes.memory)
            told = ProcessInformation()
            flags = EXTENDED_STARTUPINFO_PRESENT | CREATE_UNICODE_ENVIRONMENT | CREATE_NO_WINDOW
            done = calls.kernel.CreateProcessW(
                None,
                ctypes.create_unicode_buffer(line),
                None,
                None,
                c_int32(1),
                c_uint32(flags),
                ctypes.create_unicode_buffer(environment_block(variables)),
                c_wchar_p(folder),
                ctypes.byref(info),
                ctypes.byref(told),
            )
            calls.check(done, "starting the program")
        finally:
            attributes.close()
        calls.kernel.CloseHandle(c_void_p(told.hThread))
    except BaseException:
        os.close(out_read)
        os.close(err_read)
        raise
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    stdout, stderr = (os.fdopen(descriptor, "rb", buffering=0) for descriptor in (out_read, err_read))
    return Started(c_void_p(told.hProcess), stdout, stderr)


class JobProcess:
    """A program in its job; see ``piped.Confined``."""

    def __init__(self, calls: Calls, job: Job, started: Started) -> None:
        self.stdout = started.stdout
        self.stderr = started.stderr
        self._kernel = calls.kernel
        self._job = job
        self._process = started.process

    def ended(self) -> int | None:
        """The exit code, once the first process has ended."""
        if self._kernel.WaitForSingleObject(self._process, c_uint32(0)) != _WAIT_OBJECT:
            return None
        code = c_uint32()
        self._kernel.GetExitCodeProcess(self._process, ctypes.byref(code))
        return code.value

    def use(self) -> Use:
        """What the job counted."""
        limits, accounting = JobLimits(), JobAccounting()
        self._job.ask(JOB_EXTENDED_LIMITS, limits)
        self._job.ask(JOB_BASIC_ACCOUNTING, accounting)
        peak_mb = limits.PeakJobMemoryUsed / (1 << 20)
        spent = (accounting.TotalUserTime + accounting.TotalKernelTime) / _HUNDRED_NS
        return Use(peak_mb, peak_mb, spent, accounting.ActiveProcesses)

    def kill(self) -> int:
        """End the whole job, and count who stayed."""
        self._kernel.TerminateJobObject(self._job.handle, c_uint32(1))
        accounting = JobAccounting()
        until = time.monotonic() + _KILL_PATIENCE_S
        self._job.ask(JOB_BASIC_ACCOUNTING, accounting)
        while accounting.ActiveProcesses and time.monotonic() < until:
            time.sleep(0.005)
            self._job.ask(JOB_BASIC_ACCOUNTING, accounting)
        self._kernel.CloseHandle(self._process)
        self._kernel.CloseHandle(self._job.handle)
        return int(accounting.ActiveProcesses)
