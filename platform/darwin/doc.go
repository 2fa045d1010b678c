// Package darwin implements package platform for macOS 12 and newer, on x86-64 and arm64.
//
// Decoding is apart from calling. A file without a build tag decodes what a call has written, at the offsets that
// platform/layout/generate takes from the system's headers, so that it is tested and fuzzed on any system. A file named
// *_darwin.go calls the system: the kernel through sysctl(3), libproc and Mach, and IOKit through functions that are
// looked up when they are needed, so that the library links with libSystem alone.
//
// No macOS has run this package: it is compiled, linked, and tested on buffers that were built from the headers.
package darwin
