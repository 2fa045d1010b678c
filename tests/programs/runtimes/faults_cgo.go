//go:build ignore

// Built with Go, beside the library's own runtime: a nil dereference is a SIGSEGV, which its handler turns into a panic,
// and SIGURG interrupts its goroutines.
package main

// #include "first_call.h"
import "C"

import (
	"os"
	"runtime"
	"sync"
)

type node struct {
	value int
	next  *node
}

func fault(n *node, zero int) (caught int) {
	for _, f := range []func(){func() { println(n.next.value) }, func() { println(1 / zero) }} {
		func() {
			defer func() {
				if recover() != nil {
					caught++
				}
			}()
			f()
		}()
	}
	return caught
}

// work provokes faults, makes calls, and collects garbage.
func work(calls bool) (wrong int) {
	for range 20 {
		if calls && C.first_call() != 1 || fault(nil, 0) != 2 {
			wrong++
		}
		runtime.GC()
	}
	return wrong
}

func main() {
	calls := len(os.Args) > 1
	var all sync.WaitGroup
	wrong := make([]int, 8)
	for i := range wrong {
		all.Add(1)
		go func() {
			defer all.Done()
			wrong[i] = work(calls)
		}()
	}
	all.Wait()
	for _, n := range wrong {
		if n != 0 {
			println("wrong", n)
			os.Exit(1)
		}
	}
	os.Stdout.WriteString("went on\n")
}
