//go:build ignore

// The structures that the decoders read, for platform/layout/generate.

package darwin

/*
#include <fcntl.h>
#include <libproc.h>
#include <mach/mach.h>
#include <mach/machine.h>
#include <net/if.h>
#include <net/if_dl.h>
#include <net/if_media.h>
#include <net/if_var.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/sysctl.h>
#include <sys/_types/_timeval32.h>
#include <sys/un.h>
#include <utmpx.h>
#include "calls_darwin.h"

// A record of /var/run/utmpx, from Apple's Libc, gen/utmpx-darwin.h.
struct utmpx32 {
	char ut_user[_UTX_USERSIZE];
	char ut_id[_UTX_IDSIZE];
	char ut_line[_UTX_LINESIZE];
	pid_t ut_pid;
	short ut_type;
	struct timeval32 ut_tv;
	char ut_host[_UTX_HOSTSIZE];
	__uint32_t ut_pad[16];
};

// struct in_sockinfo up to its anonymous structures, which godefs cannot name, and the beginning of struct
// tcp_sockinfo.
struct psutil__in_sockinfo {
	int fport, lport;
	uint64_t gencnt;
	uint32_t flags, flow;
	uint8_t vflag, ttl;
	uint32_t unused;
	uint8_t faddr[16], laddr[16];
	uint8_t tail[sizeof(struct in_sockinfo) - offsetof(struct in_sockinfo, insi_v4)];
};
struct psutil__tcp_sockinfo {
	struct psutil__in_sockinfo ini;
	int state;
};
_Static_assert(offsetof(struct in_sockinfo, insi_fport) == offsetof(struct psutil__in_sockinfo, fport), "");
_Static_assert(offsetof(struct in_sockinfo, insi_lport) == offsetof(struct psutil__in_sockinfo, lport), "");
_Static_assert(offsetof(struct in_sockinfo, insi_vflag) == offsetof(struct psutil__in_sockinfo, vflag), "");
_Static_assert(offsetof(struct in_sockinfo, insi_faddr) == offsetof(struct psutil__in_sockinfo, faddr), "");
_Static_assert(offsetof(struct in_sockinfo, insi_laddr) == offsetof(struct psutil__in_sockinfo, laddr), "");
_Static_assert(sizeof(struct in_sockinfo) == sizeof(struct psutil__in_sockinfo), "");
_Static_assert(offsetof(struct tcp_sockinfo, tcpsi_state) == offsetof(struct psutil__tcp_sockinfo, state), "");

// The lists of sockets, from xnu's bsd/netinet/in_pcb.h, bsd/netinet/tcp_var.h, bsd/sys/socketvar.h and
// bsd/sys/unpcb.h, up to the last field that is read. The kernel packs them by 4 bytes, so a number of 64 bits is two
// words here.
struct psutil__xinpgen {
	uint32_t len, count, gen[2], sogen[2];
};
struct psutil__xrecord_n {
	uint32_t len, kind;
};
struct psutil__xinpcb_n {
	uint32_t len, kind, inpp[2];
	uint16_t fport, lport;
	uint32_t ppcb[2], gencnt[2], flags, flow;
	uint8_t vflag, ttl, protocol, unused;
	uint8_t faddr[16], laddr[16];
};
struct psutil__xsocket_n {
	uint32_t len, kind, so[2];
	int16_t type, unused;
	uint32_t options;
	int16_t linger, state;
	uint32_t pcb[2];
	int32_t protocol, family;
	int16_t qlen, incqlen, qlimit, timeo;
	uint16_t error, unused2;
	int32_t pgid;
	uint32_t oobmark, uid;
	int32_t last_pid, e_pid;
};
struct psutil__xtcpcb_n {
	uint32_t len, kind, segq[2];
	int32_t dupacks, timer[4], state;
};
struct psutil__xunpcb_n {
	uint32_t len, kind, unpp[2], vnode[2], ino[2], conn[2], refs[2], reflink[2];
	int32_t cc, mbcnt, flags;
	uint32_t gencnt[2];
	uint8_t addr[256], caddr[256];
};
struct psutil__xunpcb64 {
	uint32_t len, unpp[2], link[4], socket[2], vnode[2], ino[2], conn[2], refs[2], reflink[4];
	int32_t cc, mbcnt;
	uint32_t gencnt[2];
	int32_t flags;
	uint8_t addr[256], caddr[256];
	uint32_t socket_len, so[2]; // struct xsocket64
	int16_t type;
};

// mach/arm/processor_info.h has it for arm alone.
struct psutil__cpu_stat64 {
	uint64_t irq_ex_cnt, ipi_cnt, timer_cnt, undef_ex_cnt, unaligned_cnt, vfp_cnt, vfp_shortv_cnt, data_ex_cnt, instr_ex_cnt, pmi_cnt;
};
*/
import "C"

// sysctl
type (
	timeval    C.struct_timeval
	xswUsage   C.struct_xsw_usage
	kinfoProc  C.struct_kinfo_proc
	ifMsghdr2  C.struct_if_msghdr2
	ifaMsghdr  C.struct_ifa_msghdr
	sockaddrDl C.struct_sockaddr_dl
)

// proc_pidinfo, proc_pidfdinfo and proc_pid_rusage
type (
	procTaskinfo        C.struct_proc_taskinfo
	procThreadinfo      C.struct_proc_threadinfo
	procRegioninfo      C.struct_proc_regioninfo
	procFdinfo          C.struct_proc_fdinfo
	procVnodepathinfo   C.struct_proc_vnodepathinfo
	vnodeFdinfowithpath C.struct_vnode_fdinfowithpath
	socketFdinfo        C.struct_socket_fdinfo
	inSockinfo          C.struct_psutil__in_sockinfo
	tcpSockinfo         C.struct_psutil__tcp_sockinfo
	unSockinfo          C.struct_un_sockinfo
	sockaddrUn          C.struct_sockaddr_un
	rusageInfoV2        C.struct_rusage_info_v2
)

// the lists of sockets
type (
	xinpgen  C.struct_psutil__xinpgen
	xrecordN C.struct_psutil__xrecord_n
	xinpcbN  C.struct_psutil__xinpcb_n
	xsocketN C.struct_psutil__xsocket_n
	xtcpcbN  C.struct_psutil__xtcpcb_n
	xunpcbN  C.struct_psutil__xunpcb_n
	xunpcb64 C.struct_psutil__xunpcb64
)

// Mach, files, and the records of this package's own C
type (
	processorCPULoadInfo C.struct_processor_cpu_load_info
	processorCPUStat64   C.struct_psutil__cpu_stat64
	vmStatistics64       C.struct_vm_statistics64
	statfs               C.struct_statfs
	utmpx32              C.struct_utmpx32
	disk                 C.struct_psutil__disk
	powerSource          C.struct_psutil__power_source
)

// What the others contain.
type (
	partExternProc    C.struct_extern_proc
	partEproc         C.struct_eproc
	partPcred         C.struct__pcred
	partUcred         C.struct__ucred
	partVmspace       C.struct_vmspace
	partItimerval     C.struct_itimerval
	partIfData64      C.struct_if_data64
	partTimeval32     C.struct_timeval32
	partProcFileinfo  C.struct_proc_fileinfo
	partVnodeInfoPath C.struct_vnode_info_path
	partVnodeInfo     C.struct_vnode_info
	partVinfoStat     C.struct_vinfo_stat
	partFsid          C.struct_fsid
	partSocketInfo    C.struct_socket_info
	partSockbufInfo   C.struct_sockbuf_info
)

// Processes and their files
const (
	stateIdle     = C.SIDL // being created by fork
	stateRunning  = C.SRUN // also while its threads sleep
	stateSleeping = C.SSLEEP
	stateStopped  = C.SSTOP
	stateZombie   = C.SZOMB
	flagTraced    = C.P_TRACED // a debugger is attached

	shareCopyOnWrite = C.SM_COW
	sharePrivate     = C.SM_PRIVATE
	shareLargePage   = C.SM_LARGE_PAGE // never shared, always resident
	cpuTypeX8664     = C.CPU_TYPE_X86_64
	cpuTypeARM64     = C.CPU_TYPE_ARM64

	descriptorVnode  = C.PROX_FDTYPE_VNODE
	descriptorSocket = C.PROX_FDTYPE_SOCKET
	modeType         = C.S_IFMT
	modeRegular      = C.S_IFREG
	flagRead         = C.FREAD
	flagWrite        = C.FWRITE
	flagAppend       = C.O_APPEND
	otherFlags       = C.O_NONBLOCK | C.O_ASYNC | C.O_SYNC | C.O_EVTONLY | C.O_DSYNC
)

// Sockets
const (
	afUnix      = C.AF_UNIX
	afInet      = C.AF_INET
	afLink      = C.AF_LINK
	afInet6     = C.AF_INET6
	sockStream  = C.SOCK_STREAM
	sockDgram   = C.SOCK_DGRAM
	protocolTCP = C.IPPROTO_TCP
	protocolUDP = C.IPPROTO_UDP

	socketInet  = C.SOCKINFO_IN
	socketTCP   = C.SOCKINFO_TCP
	socketUnix  = C.SOCKINFO_UN
	versionIPv4 = C.INI_IPV4 // the addresses are IPv4, also of an IPv6 socket
	versionIPv6 = C.INI_IPV6

	tcpClosed      = C.TSI_S_CLOSED
	tcpListen      = C.TSI_S_LISTEN
	tcpSynSent     = C.TSI_S_SYN_SENT
	tcpSynReceived = C.TSI_S_SYN_RECEIVED
	tcpEstablished = C.TSI_S_ESTABLISHED
	tcpCloseWait   = C.TSI_S__CLOSE_WAIT
	tcpFinWait1    = C.TSI_S_FIN_WAIT_1
	tcpClosing     = C.TSI_S_CLOSING
	tcpLastAck     = C.TSI_S_LAST_ACK
	tcpFinWait2    = C.TSI_S_FIN_WAIT_2
	tcpTimeWait    = C.TSI_S_TIME_WAIT
)

// Network interfaces
const (
	messageAddress   = C.RTM_NEWADDR
	messageInterface = C.RTM_IFINFO2
	indexNetmask     = C.RTAX_NETMASK
	indexAddress     = C.RTAX_IFA
	indexBroadcast   = C.RTAX_BRD
	addressIndexes   = C.RTAX_MAX

	flagUp           = C.IFF_UP
	flagBroadcast    = C.IFF_BROADCAST
	flagPointToPoint = C.IFF_POINTOPOINT
	flagRunning      = C.IFF_RUNNING

	mediaFullDuplex  = C.IFM_FDX
	mediaHalfDuplex  = C.IFM_HDX
	mediaStatusValid = C.IFM_AVALID
)

// The rest of the system
const (
	ticksUser   = C.CPU_STATE_USER
	ticksSystem = C.CPU_STATE_SYSTEM
	ticksIdle   = C.CPU_STATE_IDLE
	ticksNice   = C.CPU_STATE_NICE

	userProcess = C.USER_PROCESS

	mountReadOnly        = C.MNT_RDONLY
	mountSynchronous     = C.MNT_SYNCHRONOUS
	mountNoExec          = C.MNT_NOEXEC
	mountNoSUID          = C.MNT_NOSUID
	mountNoDev           = C.MNT_NODEV
	mountUnion           = C.MNT_UNION
	mountAsync           = C.MNT_ASYNC
	mountExported        = C.MNT_EXPORTED
	mountQuarantine      = C.MNT_QUARANTINE
	mountLocal           = C.MNT_LOCAL
	mountQuota           = C.MNT_QUOTA
	mountRootFS          = C.MNT_ROOTFS
	mountDoVolFS         = C.MNT_DOVOLFS
	mountDontBrowse      = C.MNT_DONTBROWSE
	mountIgnoreOwnership = C.MNT_IGNORE_OWNERSHIP
	mountAutomounted     = C.MNT_AUTOMOUNTED
	mountJournaled       = C.MNT_JOURNALED
	mountNoUserXattr     = C.MNT_NOUSERXATTR
	mountDefWrite        = C.MNT_DEFWRITE
	mountMultilabel      = C.MNT_MULTILABEL
	mountNoAtime         = C.MNT_NOATIME
	mountSnapshot        = C.MNT_SNAPSHOT
)
