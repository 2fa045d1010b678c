// Package freebsd implements package platform for FreeBSD 12 and later on 64-bit processors. It reads sysctl(3)
// variables by raw system calls; it needs neither libkvm nor procfs. Decoders are apart from the calls, in files that
// are compiled on every system.
//
// In a jail the kernel shows the processes, sockets and file systems of the jail alone, and this package reports what
// it shows.
package freebsd
