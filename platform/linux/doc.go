// Package linux implements package platform for Linux, from /proc, /sys and system calls.
//
// Reading and parsing are apart: a method opens, reads and closes; a parseThing function takes bytes, and is tested and
// fuzzed on files of other kernels. Everything is opened on the calling thread, which may have its own namespaces, and
// closed before the method returns, except by an exit watch, which holds its descriptor until Close. Package os is not
// used: it would start the runtime's poller, which opens descriptors in the host.
//
// An oddity of one item (a line, a number, a descriptor, a process) is that item's own outcome: the item is skipped,
// its number is NA, or its cell has an error. Only a lack of descriptors or memory, which is no property of an item,
// fails the whole call.
package linux
