package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// patchObjects changes the objects of a link, as link_elf.sh does for ELF systems, and returns the changed ones. names
// and files belong together.
func patchObjects(names []string, files [][]byte) ([][]byte, error) {
	found := map[string]int{}
	changed := make([][]byte, len(files))
	for i, file := range files {
		o, err := readObject(file)
		if err == nil {
			err = patchObject(o, isGoObject(names[i]), found)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
		changed[i] = o.write()
	}
	for _, what := range []string{"go.o", "_runtime_init_done", "_pthread_create", "C.malloc", "threads", "allocations"} {
		if found[what] != 1 {
			return nil, fmt.Errorf("%s: found %d times, expected once", what, found[what])
		}
	}
	return changed, nil
}

// isGoObject reports whether a file is the object with all of Go's code.
func isGoObject(name string) bool { return filepath.Base(name) == "go.o" }

// patchObject changes one object and counts what it has found.
func patchObject(o *object, isGo bool, found map[string]int) error {
	var err error
	redirect := func(name, to string) { err = errors.Join(err, o.redirect(name, to)) }
	globalize := func(name, to string) { err = errors.Join(err, o.globalize(name, to)) }
	defines := func(name string) bool { s := o.find(name); return s != nil && s.isDefined() }
	if isGo {
		found["go.o"]++
		err = patchGo(o)
	}
	if defines("_runtime_init_done") { // of runtime/cgo
		found["_runtime_init_done"]++
		for _, name := range []string{"runtime_init_done", "runtime_init_mu", "runtime_init_cond"} {
			globalize("_"+name, "_psutil__cgo_"+name)
		}
	}
	if defines("__cgo_try_pthread_create") {
		found["_pthread_create"]++
		redirect("_pthread_create", "_psutil__create_go_thread")
		redirect("_pthread_attr_init", "_psutil__init_go_thread_attributes")
	}
	if defines("__cgo_sys_thread_start") {
		found["threads"]++
		redirect("_pthread_attr_init", "_psutil__init_go_thread_attributes")
		redirect("_pthread_get_stacksize_np", "_psutil__go_stack_size")
		redirect("_free", "_psutil__free_for_cgo")
	}
	if defines("_x_cgo_thread_start") {
		found["allocations"]++
		redirect("_malloc", "_psutil__allocate_for_cgo")
	}
	for _, s := range o.symbols {
		if s.isDefined() && strings.HasPrefix(s.name, "__cgo_") && strings.HasSuffix(s.name, "_Cfunc__Cmalloc") {
			found["C.malloc"]++ // of go-pointer, the only package here that calls C.malloc
			redirect("_malloc", "_psutil__take_key")
			break
		}
	}
	o.hide(isPublic)
	return err
}

const signalTableSize = 32 * 24 // 32 signals: flags, and a string

// patchGo changes the object with all of Go's code.
func patchGo(o *object) error {
	if err := o.dropInitializers(); err != nil {
		return err
	}
	if o.find("_os.Stdin") != nil {
		return errors.New("package os is linked in; see capi/main.go")
	}
	entry := ""
	for _, s := range o.symbols {
		if s.isDefined() && strings.HasPrefix(s.name, "__rt0_") && strings.HasSuffix(s.name, "_darwin_lib") {
			if entry != "" {
				return errors.New("two entries")
			}
			entry = s.name
		}
	}
	if entry == "" {
		return errors.New("no entry __rt0_<arch>_darwin_lib")
	}
	if size := o.distanceToNext("_runtime.sigtable"); size < signalTableSize || size > signalTableSize+64 {
		return fmt.Errorf("_runtime.sigtable has %d bytes, expected %d", size, signalTableSize)
	}
	err := errors.Join(
		o.globalize(entry, "_psutil__go_entry"),
		o.globalize("_runtime.sigtable", "_psutil__go_sigtable"),
		o.globalize("_runtime.scavenger", "_psutil__go_scavenger"),
		o.globalize("_runtime.text", "_psutil__go_text"),
		o.globalize("_runtime.etext", "_psutil__go_text_end"),
		o.redirect("_setrlimit", "_psutil__keep_limit"),
	)
	// What restart_unix.c resets: all writable sections but those that are never written.
	for _, s := range o.sections {
		if s.segment != "__DATA" {
			continue
		}
		switch s.name {
		case "__go_buildinfo", "__go_fipsinfo", "__go_entry":
		case "__go_module", "__noptrdata", "__data", "__bss", "__noptrbss":
			symbol := "_psutil__go_" + strings.TrimPrefix(s.name, "__")
			err = errors.Join(err, o.addBounds(s.segment, s.name, symbol+"_start", symbol+"_end"))
		default:
			err = errors.Join(err, fmt.Errorf("unknown writable section %s", s.name))
		}
	}
	return err
}
