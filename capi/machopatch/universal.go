package main

import (
	"errors"
	"fmt"
)

const (
	magicFat      = 0xcafebabe
	fatHeaderSize = 8
	fatArchSize   = 20
	sliceBits     = 14 // each slice begins at a page of arm64
)

// universal returns one file with the libraries for several processors.
func universal(files [][]byte) ([]byte, error) {
	header := big.AppendUint32(nil, magicFat)
	header = big.AppendUint32(header, uint32(len(files)))
	at := align(uint64(fatHeaderSize+fatArchSize*len(files)), 1<<sliceBits)
	known := map[uint32]bool{}
	for _, file := range files {
		if _, err := commands(file, typeDylib); err != nil {
			return nil, err
		}
		cpu, subtype := little.Uint32(file[4:]), little.Uint32(file[8:])
		if known[cpu] {
			return nil, fmt.Errorf("two libraries for processor %#x", cpu)
		}
		known[cpu] = true
		if at+uint64(len(file)) > 1<<32 {
			return nil, errors.New("larger than 4 GB")
		}
		for _, v := range []uint32{cpu, subtype, uint32(at), uint32(len(file)), sliceBits} {
			header = big.AppendUint32(header, v)
		}
		at = align(at+uint64(len(file)), 1<<sliceBits)
	}
	out := header
	for _, file := range files {
		out = append(out, make([]byte, align(uint64(len(out)), 1<<sliceBits)-uint64(len(out)))...)
		out = append(out, file...)
	}
	return out, nil
}
