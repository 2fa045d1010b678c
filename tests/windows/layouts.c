/*
 * The offsets that platform/windows decodes at, compared with the system's headers: this file compiles only if they are
 * right. Most records of NtQuerySystemInformation are not in these headers.
 */
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2ipdef.h>
#include <windows.h>
#include <iphlpapi.h>
#include <netioapi.h>
#include <stddef.h>
#include <tcpmib.h>
#include <winioctl.h>
#include <winternl.h>
#include <wtsapi32.h>

#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field)
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)

/* platform/windows/memory.go */
SIZE(SYSTEM_BASIC_INFORMATION, 64);
AT(SYSTEM_BASIC_INFORMATION, PhysicalPageSize, 8);
AT(SYSTEM_BASIC_INFORMATION, NumberOfPhysicalPages, 12);
AT(SYSTEM_PERFORMANCE_INFORMATION, AvailablePages, 44);
AT(SYSTEM_PERFORMANCE_INFORMATION, TotalCommitLimit, 52);

/* platform/windows/disks.go */
SIZE(DISK_PERFORMANCE, 88);
AT(DISK_PERFORMANCE, BytesWritten, 8);
AT(DISK_PERFORMANCE, ReadTime, 16);
AT(DISK_PERFORMANCE, WriteTime, 24);
AT(DISK_PERFORMANCE, ReadCount, 40);
AT(DISK_PERFORMANCE, WriteCount, 44);

/* platform/windows/users.go */
SIZE(WTS_SESSION_INFOW, 24);
SIZE(WTS_CLIENT_ADDRESS, 24);
AT(WTS_CLIENT_ADDRESS, Address, 4);
SIZE(WTSINFOW, 216);
AT(WTSINFOW, ConnectTime, 176);
AT(WTSINFOW, LogonTime, 200);

/* platform/windows/connections.go */
SIZE(MIB_TCPROW_OWNER_PID, 24);
AT(MIB_TCPROW_OWNER_PID, dwOwningPid, 20);
AT(MIB_TCPROW_OWNER_PID, dwRemotePort, 16);
AT(MIB_TCPTABLE_OWNER_PID, table, 4);
SIZE(MIB_TCP6ROW_OWNER_PID, 56);
AT(MIB_TCP6ROW_OWNER_PID, dwLocalPort, 20);
AT(MIB_TCP6ROW_OWNER_PID, ucRemoteAddr, 24);
AT(MIB_TCP6ROW_OWNER_PID, dwRemotePort, 44);
AT(MIB_TCP6ROW_OWNER_PID, dwState, 48);
AT(MIB_TCP6ROW_OWNER_PID, dwOwningPid, 52);
AT(MIB_TCP6TABLE_OWNER_PID, table, 4);
SIZE(MIB_UDPROW_OWNER_PID, 12);
AT(MIB_UDPROW_OWNER_PID, dwOwningPid, 8);
AT(MIB_UDPTABLE_OWNER_PID, table, 4);
SIZE(MIB_UDP6ROW_OWNER_PID, 28);
AT(MIB_UDP6ROW_OWNER_PID, dwLocalPort, 20);
AT(MIB_UDP6ROW_OWNER_PID, dwOwningPid, 24);
AT(MIB_UDP6TABLE_OWNER_PID, table, 4);

/* platform/windows/network.go */
SIZE(MIB_IF_ROW2, 1352);
AT(MIB_IF_TABLE2, Table, 8);
AT(MIB_IF_ROW2, Mtu, 1124);
AT(MIB_IF_ROW2, OperStatus, 1156);
AT(MIB_IF_ROW2, AdminStatus, 1160);
AT(MIB_IF_ROW2, TransmitLinkSpeed, 1192);
AT(MIB_IF_ROW2, InOctets, 1208);
AT(MIB_IF_ROW2, InUcastPkts, 1216);
AT(MIB_IF_ROW2, InNUcastPkts, 1224);
AT(MIB_IF_ROW2, InDiscards, 1232);
AT(MIB_IF_ROW2, InErrors, 1240);
AT(MIB_IF_ROW2, OutOctets, 1280);
AT(MIB_IF_ROW2, OutUcastPkts, 1288);
AT(MIB_IF_ROW2, OutNUcastPkts, 1296);
AT(MIB_IF_ROW2, OutDiscards, 1304);
AT(MIB_IF_ROW2, OutErrors, 1312);
AT(IP_ADAPTER_ADDRESSES_LH, Next, 8);
AT(IP_ADAPTER_ADDRESSES_LH, FirstUnicastAddress, 24);
AT(IP_ADAPTER_ADDRESSES_LH, FriendlyName, 72);
AT(IP_ADAPTER_ADDRESSES_LH, PhysicalAddress, 80);
AT(IP_ADAPTER_ADDRESSES_LH, PhysicalAddressLength, 88);
AT(IP_ADAPTER_ADDRESSES_LH, Luid, 224);
AT(IP_ADAPTER_UNICAST_ADDRESS_LH, Next, 8);
AT(IP_ADAPTER_UNICAST_ADDRESS_LH, Address, 16);
AT(IP_ADAPTER_UNICAST_ADDRESS_LH, OnLinkPrefixLength, 56);
AT(struct sockaddr_in, sin_addr, 4);
AT(struct sockaddr_in6, sin6_addr, 8);

/* platform/windows/services.go */
SIZE(ENUM_SERVICE_STATUS_PROCESSW, 56);
AT(ENUM_SERVICE_STATUS_PROCESSW, lpDisplayName, 8);
AT(ENUM_SERVICE_STATUS_PROCESSW, ServiceStatusProcess, 16);
SIZE(SERVICE_STATUS_PROCESS, 36);
AT(SERVICE_STATUS_PROCESS, dwCurrentState, 4);
AT(SERVICE_STATUS_PROCESS, dwProcessId, 28);
AT(QUERY_SERVICE_CONFIGW, dwStartType, 4);
AT(QUERY_SERVICE_CONFIGW, lpBinaryPathName, 16);
AT(QUERY_SERVICE_CONFIGW, lpServiceStartName, 48);
AT(QUERY_SERVICE_CONFIGW, lpDisplayName, 56);

/* platform/windows/cpu.go */
SIZE(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, 80);
AT(SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX, Size, 4);
SIZE(SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION, 48);
AT(SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION, UserTime, 16);
AT(SYSTEM_PERFORMANCE_INFORMATION, ContextSwitches, 296);
AT(SYSTEM_PERFORMANCE_INFORMATION, SystemCalls, 308);

int main(void)
{
    return 0;
}
