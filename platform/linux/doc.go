// Package linux tells the contract of package platform what Linux says in /proc and /sys, and by system calls.
//
// Reading and parsing are apart: a method opens, reads and closes; a parseThing function takes bytes, and is tested and
// fuzzed on what other kernels said. Everything is opened on the calling thread, which may have namespaces of its own,
// and closed before the method returns (but for a Watch, until its Close). Package os is never used: it would start the
// runtime's poller, and with it open descriptors in the host program.
package linux
