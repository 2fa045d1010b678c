package main

// #include "table_reader.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_table_reader_new
func psutil__go_table_reader_new(e *C.psutil__error, columns *C.int32_t, n C.size_t, flags C.int32_t, out **C.psutil_table_reader) C.int32_t {
	return export(e, func() error {
		lib := currentLibrary()
		reader, err := lib.NewTableReader(unsafe.Slice((*platform.Column)(columns), int(n)), platform.ReaderFlags(flags))
		if err != nil {
			return err
		}
		settings := C.psutil__reader_settings_new(columns, n, flags)
		if settings == nil {
			reader.Close()
			return errNoMemory()
		}
		err = newHandle(C.PSUTIL__TABLE_READER, platform.Identity{Inode: uint64(uintptr(unsafe.Pointer(settings)))}, lib, reader, unsafe.Pointer(out))
		if err != nil {
			C.psutil__reader_settings_free(settings)
			reader.Close()
		}
		return err
	})
}

// readerOf returns the reader of a slot. A forked child makes its own with the same settings.
func readerOf(slot *C.psutil__slot) (*impl.TableReader, error) {
	reader, err := objectOf(slot, func() (*impl.TableReader, error) {
		settings := C.psutil__reader_settings_of(slot)
		return libraryFor(slot.procfs).NewTableReader(unsafe.Slice((*platform.Column)(&settings.columns[0]), int(settings.n)),
			platform.ReaderFlags(settings.flags))
	})
	if err != nil && reader != nil { // there is no memory to keep it
		reader.Close()
	}
	return reader, err
}

//export psutil__go_table_reader_read
func psutil__go_table_reader_read(e *C.psutil__error, slot *C.psutil__slot, out **C.psutil_table) C.int32_t {
	return export(e, func() error {
		reader, err := readerOf(slot)
		if err != nil {
			return err
		}
		return newTable(slot.procfs, out, reader.Read)
	})
}

//export psutil__go_table_reader_source
func psutil__go_table_reader_source(e *C.psutil__error, slot *C.psutil__slot, out *C.int32_t) C.int32_t {
	return export(e, func() error {
		reader, err := readerOf(slot)
		if err == nil {
			*out = C.int32_t(reader.Source())
		}
		return err
	})
}

//export psutil__go_table_pin
func psutil__go_table_pin(e *C.psutil__error, path *C.char, mode C.uint32_t) C.int32_t {
	return export(e, func() error { return currentLibrary().PinTable(C.GoString(path), uint32(mode)) })
}
