// Package windows implements package platform for Windows 7 to 11, 64 bits.
//
// Decoding is apart from calling. A file without a build tag decodes what a system call has written, at the offsets of
// the 64-bit layouts, so that it is tested and fuzzed on any system. A file named *_windows.go calls the system.
package windows
