# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which system calls a stranger's program may make.

The lists hold what Python, numpy, Mesa's software renderer, PyOpenGL, pygame, glfw and matplotlib were seen
to use. A call that is on no list does not exist for the program.
"""

from __future__ import annotations

import errno

from sidelight.sandbox.child.filter import Rule, Test

_FILES = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 open openat creat close
    stat fstat lstat newfstatat statx lseek access faccessat faccessat2 getdents getdents64
    readlink readlinkat getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat
    symlink symlinkat ftruncate fadvise64 dup dup2 dup3 pipe pipe2 flock sendfile copy_file_range statfs
    fstatfs umask
"""
_WAITING = """
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
    eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4 futex futex_waitv
    futex_wake futex_wait futex_requeue
"""
_MEMORY = "munmap mprotect mremap brk mincore membarrier"
_PROCESSES = """
    fork vfork execve wait4 waitid exit exit_group getpid getppid gettid getpgrp getpgid getsid getuid geteuid
    getgid getegid getgroups getresuid getresgid getrusage getrlimit setrlimit times uname sysinfo capget
    set_tid_address set_robust_list get_robust_list rseq sched_yield sched_getaffinity sched_getparam
    sched_getscheduler sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval
    getpriority ioprio_get getcpu getrandom
"""
_TIME = """
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time getitimer setitimer alarm pause
    timer_create timer_settime timer_gettime timer_getoverrun timer_delete
"""
_SIGNALS = """
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack
    restart_syscall
"""
# Only pairs of connected streams exist here, so none of these can name somebody outside.
_STREAM_PAIRS = "recvfrom shutdown getsockname getpeername"

# These answer success and change nothing, so that copying a file with its times and modes, or a renderer that
# would like a lower priority, goes on. Landlock does not see them; and a folder that is thrown away need not
# keep the whole machine's disk waiting until it is safe.
_WITHOUT_EFFECT = """
    chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr
    lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat setpriority ioprio_set
    sched_setscheduler sched_setparam sched_setattr sched_setaffinity mbind sync syncfs fsync fdatasync
    sync_file_range msync
"""
# Reserving room is done in no time: a disk would be full before anybody looked. Programs write zeros instead.
_UNSUPPORTED = "fallocate getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat"

# After "no such call" programs look for another way; "not permitted" says plainly that there is none.
_DENIED = """
    socket connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg setsockopt link linkat mknod
    mknodat truncate ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp
    pidfd_send_signal pidfd_getfd rt_sigqueueinfo rt_tgsigqueueinfo kill tkill tgkill setsid setpgid setuid
    setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset personality unshare
    setns mount umount2 pivot_root chroot open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick
    mount_setattr statmount listmount name_to_handle_at open_by_handle_at fanotify_init fanotify_mark
    quotactl quotactl_fd lookup_dcookie swapon swapoff acct reboot kexec_load kexec_file_load init_module
    finit_module delete_module settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname
    iopl ioperm modify_ldt syslog vhangup bpf perf_event_open userfaultfd add_key request_key keyctl seccomp
    landlock_create_ruleset landlock_add_rule landlock_restrict_self lsm_set_self_attr shmget shmat shmctl
    shmdt msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open mq_unlink mq_timedsend
    mq_timedreceive mq_notify mq_getsetattr mlock mlock2 mlockall munlock munlockall migrate_pages
    move_pages vmsplice splice tee execveat uselib
"""

_OWN_NAMESPACES = 0x7E020000
_AS_A_SIBLING = 0x00008000
_UNTRACED = 0x00800000
_CLONE_REFUSED = _OWN_NAMESPACES | _AS_A_SIBLING | _UNTRACED
# A thread with open files of its own would keep them where nobody counts them.
_SHARED_FILES = 0x400
_THREAD = 0x10000
_CLOSE_ON_EXECUTION = 4

# Memory: private, or a file's. Shared memory without a file is in no process's account once it is no longer
# looked at, huge pages never are, and a mapping that grows by itself is beyond the limit on data.
_MAPPED_KIND = 0xF
_NO_FILE = 0x20
_GROWS = 0x100
_HUGE = 0x40000
_MAPPED = _MAPPED_KIND | _NO_FILE | _GROWS | _HUGE
_MAPPINGS = (2, 1, 3, 2 | _NO_FILE, 8 | _NO_FILE)
# All advice but to move memory out of the way, where it counts no more, and to break it.
_ADVICE = (0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22, 23, 25, 102, 103)

_UNIX = 1
_STREAM = 1
_PACKETS = 5
_SOCKET_KIND = 0xF

_SOCKET_LEVEL = 1
# What kind of socket it is and how it fares: not who made it.
_SOCKET_OPTIONS = (3, 4, 7, 8, 30, 38, 39)

_TRUNCATING = 0o1000
_ACCESS_MODE = 0o3

# Duplicates, flags, locks, pipe sizes and seals: not the owner or signal of a descriptor (it can kill from
# afar).
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 9, 36, 37, 38, 1030, 1031, 1032, 1033, 1034)
# Is it a terminal, its size, bytes waiting, and the flags of a descriptor.
_IOCTL = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Those of the kernel's own drivers for drawing, of NVIDIA's, and of AMD's for computing.
_GRAPHICS = (0x6400, 0x4600, 0x4B00)
# Names of threads and mappings, what may be asked about oneself, and timer slack.
_PRCTL = (2, 3, 15, 16, 21, 23, 27, 29, 30, 38, 39, 41, 42, 0x53564D41)
_ARCH_PRCTL = (0x1001, 0x1002, 0x1003, 0x1004)


def build(
    *, landlock: int, enclosed: bool, pid: int, graphics: bool = False, engine: bool = False
) -> dict[str, Rule]:
    """The rule of every call that is not simply absent.

    Args:
        landlock: the Landlock version in force; what it lacks is denied here.
        enclosed: the process has a process namespace of its own, so a signal reaches nobody else.
        pid: the process's own id.
        graphics: a graphics card may be spoken to, which is done with calls of its driver's own.
        engine: a browser engine runs here, whose processes hand each other descriptors.
    """
    rules: dict[str, Rule] = {}
    for names in (_FILES, _WAITING, _MEMORY, _PROCESSES, _TIME, _SIGNALS, _STREAM_PAIRS):
        rules.update(dict.fromkeys(names.split(), Rule()))
    rules.update(dict.fromkeys(_WITHOUT_EFFECT.split(), Rule(0)))
    rules.update(dict.fromkeys(_UNSUPPORTED.split(), Rule(errno.ENOTSUP)))
    rules.update(dict.fromkeys(_DENIED.split(), Rule(errno.EPERM)))
    rules |= {
        "clone": Rule(
            errno.EPERM,
            (
                Test(0, (0,), mask=_CLONE_REFUSED),
                Test(0, (0, _SHARED_FILES, _THREAD | _SHARED_FILES), mask=_THREAD | _SHARED_FILES),
            ),
        ),
        "close_range": Rule(errno.EINVAL, (Test(2, (0, _CLOSE_ON_EXECUTION)),)),
        "mmap": Rule(errno.EPERM, (Test(3, _MAPPINGS, mask=_MAPPED),)),
        "madvise": Rule(errno.EINVAL, (Test(2, _ADVICE),)),
        "getsockopt": Rule(errno.ENOPROTOOPT, (Test(1, (_SOCKET_LEVEL,)), Test(2, _SOCKET_OPTIONS))),
        "socketpair": Rule(errno.EPERM, (Test(0, (_UNIX,)), Test(1, (_STREAM,), mask=_SOCKET_KIND))),
        "sendto": Rule(errno.EPERM, (Test(4, (0,), whole=True),)),
        "fcntl": Rule(errno.EPERM, (Test(1, _FCNTL),)),
        "ioctl": Rule(errno.ENOTTY, (Test(1, _IOCTL, kinds=_GRAPHICS if graphics else ()),)),
        "prctl": Rule(errno.EPERM, (Test(0, _PRCTL),)),
        "arch_prctl": Rule(errno.EINVAL, (Test(0, _ARCH_PRCTL),)),
        "prlimit64": Rule(errno.EPERM, (Test(0, (0, pid)),)),
    }
    if engine:
        # Pairs are the only sockets, and those of both kinds send to nobody but their other end, whatever
        # address a message bears. What is read by the application takes no descriptor out of a message.
        kinds = Test(1, (_STREAM, _PACKETS), mask=_SOCKET_KIND)
        rules |= {"sendmsg": Rule(), "recvmsg": Rule()}
        rules["socketpair"] = Rule(errno.EPERM, (Test(0, (_UNIX,)), kinds))
    if landlock >= 6 or enclosed:
        rules |= {"kill": Rule(), "tkill": Rule(), "tgkill": Rule()}
    else:
        rules |= {
            "kill": Rule(errno.EPERM, (Test(0, (pid,)),)),
            "tgkill": Rule(errno.EPERM, (Test(0, (pid,)),)),
        }
    if landlock >= 3:
        rules |= {"truncate": Rule(), "openat2": Rule()}
    else:
        # Opening for reading and truncating at once is a write that these versions do not see.
        seen = (1, 2, 3, _TRUNCATING | 1, _TRUNCATING | 2, _TRUNCATING | 3, 0)
        rules |= {
            "open": Rule(errno.EACCES, (Test(1, seen, mask=_TRUNCATING | _ACCESS_MODE),)),
            "openat": Rule(errno.EACCES, (Test(2, seen, mask=_TRUNCATING | _ACCESS_MODE),)),
        }
    return rules
