//go:build ignore

// The structures and numbers that the decoders read, for platform/layout/generate.

package freebsd

/*
#include <sys/param.h>
#include <sys/types.h>
#include <sys/cpuset.h>
#include <sys/devicestat.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/socketvar.h>
#include <sys/sockio.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/unpcb.h>
#include <sys/user.h>
#include <sys/vmmeter.h>
#include <sys/wait.h>
#include <vm/vm_param.h>
#include <net/if.h>
#include <net/if_dl.h>
#include <net/if_media.h>
#include <net/route.h>
#include <netinet/in.h>
#include <netinet/in_pcb.h>
#include <netinet/tcp.h>
#include <netinet/tcp_fsm.h>
#include <netinet/tcp_var.h>
#include <stddef.h>
#include <utmpx.h>

#define SAME(type, field, part, partfield) \
	_Static_assert(offsetof(struct type, field) == offsetof(struct part, partfield), #type "." #field)
#define SAME_SIZE(type, part) _Static_assert(sizeof(struct type) == sizeof(struct part), #type)

// struct kinfo_file with the two of its unions that are read, which godefs cannot name.
struct psutil__kinfo_file {
	int structsize, type, fd, ref_count, flags, pad;
	int64_t offset;
	int vnode_type; // the kind of file; of a socket the bytes to send
	int sock_domain, sock_type, sock_protocol;
	struct sockaddr_storage sa_local, sa_peer;
	uint64_t sock_pcb;
	uint8_t unused[offsetof(struct kinfo_file, kf_path) - offsetof(struct kinfo_file, kf_un.kf_sock.kf_sock_inpcb)];
	uint8_t path[PATH_MAX];
};
SAME(kinfo_file, kf_structsize, psutil__kinfo_file, structsize);
SAME(kinfo_file, kf_type, psutil__kinfo_file, type);
SAME(kinfo_file, kf_fd, psutil__kinfo_file, fd);
SAME(kinfo_file, kf_flags, psutil__kinfo_file, flags);
SAME(kinfo_file, kf_offset, psutil__kinfo_file, offset);
SAME(kinfo_file, kf_un.kf_file.kf_file_type, psutil__kinfo_file, vnode_type);
SAME(kinfo_file, kf_un.kf_sock.kf_sock_domain0, psutil__kinfo_file, sock_domain);
SAME(kinfo_file, kf_un.kf_sock.kf_sock_type0, psutil__kinfo_file, sock_type);
SAME(kinfo_file, kf_un.kf_sock.kf_sock_protocol0, psutil__kinfo_file, sock_protocol);
SAME(kinfo_file, kf_un.kf_sock.kf_sa_local, psutil__kinfo_file, sa_local);
SAME(kinfo_file, kf_un.kf_sock.kf_sa_peer, psutil__kinfo_file, sa_peer);
SAME(kinfo_file, kf_un.kf_sock.kf_sock_pcb, psutil__kinfo_file, sock_pcb);
SAME(kinfo_file, kf_path, psutil__kinfo_file, path);
SAME_SIZE(kinfo_file, psutil__kinfo_file);

// struct xunpcb with its unions.
struct psutil__xunpcb {
	uint64_t len, unpp, vnode, conn, firstref, nextref, gencnt;
	int64_t spare64[8];
	int32_t spare32[8];
	uint8_t addr[256], caddr[256];
	struct xsocket socket;
};
SAME(xunpcb, xu_len, psutil__xunpcb, len);
SAME(xunpcb, xu_addr, psutil__xunpcb, addr);
SAME(xunpcb, xu_caddr, psutil__xunpcb, caddr);
SAME(xunpcb, xu_socket, psutil__xunpcb, socket);
SAME_SIZE(xunpcb, psutil__xunpcb);

// struct devstat with a name for the type of its links.
struct psutil__devstat {
	unsigned sequence0;
	int allocated;
	unsigned start_count, end_count;
	struct bintime busy_from;
	uint64_t next;
	uint32_t device_number;
	uint8_t device_name[DEVSTAT_NAME_LEN];
	int unit_number;
	uint64_t bytes[DEVSTAT_N_TRANS_FLAGS], operations[DEVSTAT_N_TRANS_FLAGS];
	struct bintime duration[DEVSTAT_N_TRANS_FLAGS];
	struct bintime busy_time;
	uint8_t unused[sizeof(struct devstat) - offsetof(struct devstat, creation_time)];
};
SAME(devstat, device_name, psutil__devstat, device_name);
SAME(devstat, unit_number, psutil__devstat, unit_number);
SAME(devstat, bytes, psutil__devstat, bytes);
SAME(devstat, operations, psutil__devstat, operations);
SAME(devstat, duration, psutil__devstat, duration);
SAME(devstat, busy_time, psutil__devstat, busy_time);
SAME_SIZE(devstat, psutil__devstat);

// A record of /var/run/utx.active, from lib/libc/gen/utxdb.h, which is not installed. Numbers are big-endian.
struct psutil__futx {
	uint8_t type, tv[8], id[8], pid[4], user[32], line[16], host[128];
};
_Static_assert(sizeof(struct psutil__futx) == 197, "futx is packed");
_Static_assert(sizeof(((struct psutil__futx *)0)->user) == sizeof(((struct utmpx *)0)->ut_user), "ut_user");
_Static_assert(sizeof(((struct psutil__futx *)0)->line) == sizeof(((struct utmpx *)0)->ut_line), "ut_line");
_Static_assert(sizeof(((struct psutil__futx *)0)->host) == sizeof(((struct utmpx *)0)->ut_host), "ut_host");

// An ioctl number has more bits than an enumerator of C99.
enum { siocgifmedia_low = SIOCGIFMEDIA & 0xffff, siocgifmedia_high = SIOCGIFMEDIA >> 16 };
*/
import "C"

// kern.proc and kern.file
type (
	kinfoProc    C.struct_kinfo_proc
	kinfoFile    C.struct_psutil__kinfo_file
	kinfoVmentry C.struct_kinfo_vmentry
	xfile        C.struct_xfile
	rlimit       C.struct_rlimit
)

// The lists of sockets
type (
	xinpgen         C.struct_xinpgen
	xinpcb          C.struct_xinpcb
	xtcpcb          C.struct_xtcpcb
	xunpgen         C.struct_xunpgen
	xunpcb          C.struct_psutil__xunpcb
	sockaddrIn      C.struct_sockaddr_in
	sockaddrIn6     C.struct_sockaddr_in6
	sockaddrUn      C.struct_sockaddr_un
	sockaddrStorage C.struct_sockaddr_storage
)

// net.route
type (
	ifMsghdrl  C.struct_if_msghdrl
	ifaMsghdrl C.struct_ifa_msghdrl
	ifData     C.struct_if_data
	sockaddrDl C.struct_sockaddr_dl
	ifmediareq C.struct_ifmediareq
)

// The rest of the system
type (
	devstat   C.struct_psutil__devstat
	bintime   C.struct_bintime
	xswdev    C.struct_xswdev
	vmtotal   C.struct_vmtotal
	loadavg   C.struct_loadavg
	clockinfo C.struct_clockinfo
	timeval   C.struct_timeval
	futx      C.struct_psutil__futx
)

// What the others contain.
type (
	partSigset      C.struct___sigset
	partPriority    C.struct_priority
	partRusage      C.struct_rusage
	partXsocket     C.struct_xsocket
	partXsockbuf    C.struct_xsockbuf
	partInConninfo  C.struct_in_conninfo
	partInEndpoints C.struct_in_endpoints
	partInAddr      C.struct_in_addr
	partIn6Addr     C.struct_in6_addr
)

const (
	sidl    = C.SIDL
	srun    = C.SRUN
	ssleep  = C.SSLEEP
	sstop   = C.SSTOP
	szomb   = C.SZOMB
	swait   = C.SWAIT
	slock   = C.SLOCK
	pKproc  = C.P_KPROC
	commLen = C.COMMLEN

	kfTypeVnode  = C.KF_TYPE_VNODE
	kfTypeSocket = C.KF_TYPE_SOCKET
	kfVtypeVreg  = C.KF_VTYPE_VREG
	kfFdTypeCwd  = C.KF_FD_TYPE_CWD

	kvmeTypeNone      = C.KVME_TYPE_NONE
	kvmeTypeDefault   = C.KVME_TYPE_DEFAULT
	kvmeTypeVnode     = C.KVME_TYPE_VNODE
	kvmeTypeSwap      = C.KVME_TYPE_SWAP
	kvmeTypeDevice    = C.KVME_TYPE_DEVICE
	kvmeTypePhys      = C.KVME_TYPE_PHYS
	kvmeTypeDead      = C.KVME_TYPE_DEAD
	kvmeTypeSG        = C.KVME_TYPE_SG
	kvmeTypeMgtdevice = C.KVME_TYPE_MGTDEVICE
	kvmeTypeGuard     = C.KVME_TYPE_GUARD
	kvmeProtRead      = C.KVME_PROT_READ
	kvmeProtWrite     = C.KVME_PROT_WRITE
	kvmeProtExec      = C.KVME_PROT_EXEC

	dtypeSocket = C.DTYPE_SOCKET
)

const (
	afUnspec      = C.AF_UNSPEC
	afUnix        = C.AF_UNIX
	afInet        = C.AF_INET
	afInet6       = C.AF_INET6
	afLink        = C.AF_LINK
	sockStream    = C.SOCK_STREAM
	sockDgram     = C.SOCK_DGRAM
	sockRaw       = C.SOCK_RAW
	sockSeqpacket = C.SOCK_SEQPACKET
	ipprotoTCP    = C.IPPROTO_TCP
	ipprotoUDP    = C.IPPROTO_UDP
	inpIPv4       = C.INP_IPV4
	inpIPv6       = C.INP_IPV6

	tcpsClosed      = C.TCPS_CLOSED
	tcpsListen      = C.TCPS_LISTEN
	tcpsSynSent     = C.TCPS_SYN_SENT
	tcpsSynReceived = C.TCPS_SYN_RECEIVED
	tcpsEstablished = C.TCPS_ESTABLISHED
	tcpsCloseWait   = C.TCPS_CLOSE_WAIT
	tcpsFinWait1    = C.TCPS_FIN_WAIT_1
	tcpsClosing     = C.TCPS_CLOSING
	tcpsLastAck     = C.TCPS_LAST_ACK
	tcpsFinWait2    = C.TCPS_FIN_WAIT_2
	tcpsTimeWait    = C.TCPS_TIME_WAIT
)

const (
	rtmVersion    = C.RTM_VERSION
	rtmIfinfo     = C.RTM_IFINFO
	rtmNewaddr    = C.RTM_NEWADDR
	rtaNetmask    = C.RTA_NETMASK
	rtaIfp        = C.RTA_IFP
	rtaIfa        = C.RTA_IFA
	rtaBrd        = C.RTA_BRD
	linkStateDown = C.LINK_STATE_DOWN

	iffUp          = C.IFF_UP
	iffBroadcast   = C.IFF_BROADCAST
	iffDebug       = C.IFF_DEBUG
	iffLoopback    = C.IFF_LOOPBACK
	iffPointopoint = C.IFF_POINTOPOINT
	iffRunning     = C.IFF_DRV_RUNNING
	iffNoarp       = C.IFF_NOARP
	iffPromisc     = C.IFF_PROMISC
	iffAllmulti    = C.IFF_ALLMULTI
	iffOactive     = C.IFF_DRV_OACTIVE
	iffSimplex     = C.IFF_SIMPLEX
	iffLink0       = C.IFF_LINK0
	iffLink1       = C.IFF_LINK1
	iffLink2       = C.IFF_LINK2
	iffMulticast   = C.IFF_MULTICAST

	siocgifmedia  = C.siocgifmedia_high<<16 | C.siocgifmedia_low
	ifmAvalid     = C.IFM_AVALID
	ifmFullDuplex = C.IFM_FDX
	ifmHalfDuplex = C.IFM_HDX
)

const (
	devstatRead    = C.DEVSTAT_READ
	devstatWrite   = C.DEVSTAT_WRITE
	devstatVersion = C.DEVSTAT_VERSION
	xswVersion     = C.XSWDEV_VERSION

	cpUser    = C.CP_USER
	cpNice    = C.CP_NICE
	cpSys     = C.CP_SYS
	cpIntr    = C.CP_INTR
	cpIdle    = C.CP_IDLE
	cpuStates = C.CPUSTATES

	rlimitCPU     = C.RLIMIT_CPU
	rlimitFsize   = C.RLIMIT_FSIZE
	rlimitData    = C.RLIMIT_DATA
	rlimitStack   = C.RLIMIT_STACK
	rlimitCore    = C.RLIMIT_CORE
	rlimitRSS     = C.RLIMIT_RSS
	rlimitNproc   = C.RLIMIT_NPROC
	rlimitNofile  = C.RLIMIT_NOFILE
	rlimitMemlock = C.RLIMIT_MEMLOCK
	rlimitAS      = C.RLIMIT_AS
	rlimitSbsize  = C.RLIMIT_SBSIZE
	rlimitSwap    = C.RLIMIT_SWAP
	rlimitNpts    = C.RLIMIT_NPTS

	utUserProcess = C.USER_PROCESS

	mntRdonly      = C.MNT_RDONLY
	mntSynchronous = C.MNT_SYNCHRONOUS
	mntNoexec      = C.MNT_NOEXEC
	mntNosuid      = C.MNT_NOSUID
	mntNFS4acls    = C.MNT_NFS4ACLS
	mntUnion       = C.MNT_UNION
	mntAsync       = C.MNT_ASYNC
	mntSuiddir     = C.MNT_SUIDDIR
	mntSoftdep     = C.MNT_SOFTDEP
	mntNosymfollow = C.MNT_NOSYMFOLLOW
	mntGjournal    = C.MNT_GJOURNAL
	mntMultilabel  = C.MNT_MULTILABEL
	mntAcls        = C.MNT_ACLS
	mntNoatime     = C.MNT_NOATIME
	mntNoclusterr  = C.MNT_NOCLUSTERR
	mntNoclusterw  = C.MNT_NOCLUSTERW
)

// The numbers of sysctl names, and of arguments of system calls
const (
	ctlMaxname        = C.CTL_MAXNAME
	ctlKern           = C.CTL_KERN
	ctlNet            = C.CTL_NET
	kernBoottime      = C.KERN_BOOTTIME
	kernProc          = C.KERN_PROC
	kernProcPid       = C.KERN_PROC_PID
	kernProcArgs      = C.KERN_PROC_ARGS
	kernProcProc      = C.KERN_PROC_PROC
	kernProcPathname  = C.KERN_PROC_PATHNAME
	kernProcVmmap     = C.KERN_PROC_VMMAP
	kernProcFiledesc  = C.KERN_PROC_FILEDESC
	kernProcEnv       = C.KERN_PROC_ENV
	kernProcRlimit    = C.KERN_PROC_RLIMIT
	kernProcCwd       = C.KERN_PROC_CWD
	kernProcIncThread = C.KERN_PROC_INC_THREAD
	pfRoute           = C.PF_ROUTE
	netRtIflistl      = C.NET_RT_IFLISTL

	cpuLevelCpuset = C.CPU_LEVEL_CPUSET
	cpuLevelWhich  = C.CPU_LEVEL_WHICH
	cpuWhichPid    = C.CPU_WHICH_PID
	idtypePid      = C.P_PID
)
