//go:build gccgo

// Built with gccgo: a nil dereference is a SIGSEGV, which its handler turns into a panic.
package main

import "os"

type node struct {
	value int
	next  *node
}

//extern gccgo_first_call
func firstCall() int32

func fault(n *node, zero int) (caught int) {
	func() {
		defer func() {
			if recover() != nil {
				caught++
			}
		}()
		println(n.next.value)
	}()
	func() {
		defer func() {
			if recover() != nil {
				caught++
			}
		}()
		println(1 / zero)
	}()
	return caught
}

func main() {
	if len(os.Args) > 1 && firstCall() == 0 {
		os.Exit(3)
	}
	caught := 0
	for i := 0; i < 5; i++ {
		caught += fault(nil, 0)
	}
	if caught != 10 {
		println("caught", caught)
		os.Exit(1)
	}
	os.Stdout.WriteString("went on\n")
}
