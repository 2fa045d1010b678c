//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0

// Command capi is the C ABI: built with -buildmode=c-shared it is libpsutil.so.
//
// The public functions are in C; internal.h explains a call. They call the Go exports in this package, which convert
// between the header's types and impl's and do nothing else. No package that imports os may be linked in: its init
// registers non-blocking standard streams with the runtime's poller, which opens descriptors in the host.
package main

/*
#cgo CFLAGS: -std=gnu11 -fvisibility=hidden
#cgo windows CFLAGS: -D__USE_MINGW_ANSI_STDIO=1
#cgo linux LDFLAGS: -lm -ldl -lpthread
#cgo freebsd LDFLAGS: -lm -lpthread
#include "internal.h"
*/
import "C"

func main() {}

// runtimeID is this runtime's number. A slot's object that another runtime made does not exist in this one.
var runtimeID C.uint64_t

//export psutil__go_begin
func psutil__go_begin(id C.uint64_t) { runtimeID = id }
