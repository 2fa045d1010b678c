package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Numbers of <kern/cs_blobs.h>. A signature is in big-endian byte order.
const (
	blobSignature     = 0xfade0cc0
	blobCodeDirectory = 0xfade0c02

	directoryVersion = 0x20400 // with the fields for the executable segment
	directorySize    = 88      // of its fixed part
	superBlobSize    = 12 + 8  // with one index entry

	flagAdhoc        = 0x2
	flagLinkerSigned = 0x20000 // codesign replaces such a signature without being forced to
	hashSHA256       = 2
	signedPageBits   = 12

	segmentAlign = 0x4000 // the largest page of a Mac
	signAlign    = 16
)

var big = binary.BigEndian

func align(n, to uint64) uint64 { return (n + to - 1) / to * to }

// A layout is what a signature depends on in a library.
type layout struct {
	textOffset, textSize uint64 // of the segment __TEXT in the file
	linkedit             uint32 // offset of the load command of the segment __LINKEDIT
	signature            uint32 // offset of LC_CODE_SIGNATURE; 0: none
	commandsEnd          uint32 // where another load command has its place
	firstSection         uint32 // offset of the first section's content in the file
}

func readLayout(file []byte) (layout, error) {
	l := layout{commandsEnd: headerSize, firstSection: ^uint32(0)}
	all, err := commands(file, typeDylib)
	if err != nil {
		return l, err
	}
	hasText := false
	for _, c := range all {
		l.commandsEnd = c.offset + c.size
		h := file[c.offset : c.offset+c.size]
		switch {
		case c.cmd == cmdCodeSignature && c.size == 16:
			l.signature = c.offset
		case c.cmd == cmdSegment64 && c.size >= segmentSize:
			switch cString(h[8:24]) {
			case "__TEXT":
				hasText = true
				l.textOffset, l.textSize = little.Uint64(h[40:]), little.Uint64(h[48:])
			case "__LINKEDIT":
				l.linkedit = c.offset
			}
			for at := uint32(segmentSize); at+sectionSize <= c.size; at += sectionSize {
				if offset := little.Uint32(h[at+48:]); offset != 0 {
					l.firstSection = min(l.firstSection, offset)
				}
			}
		}
	}
	if !hasText || l.linkedit == 0 {
		return l, errors.New("no segment __TEXT or __LINKEDIT")
	}
	return l, nil
}

// sign returns the library with an ad-hoc signature at its end, which replaces the one that it has.
func sign(file []byte, identifier string) ([]byte, error) {
	l, err := readLayout(file)
	if err != nil {
		return nil, err
	}
	file = bytes.Clone(file)
	if l.signature != 0 {
		at := little.Uint32(file[l.signature+8:])
		if at < l.commandsEnd || uint64(at) > uint64(len(file)) {
			return nil, errors.New("signature in the load commands or beyond the end of the file")
		}
		file = file[:at]
	} else {
		if l.firstSection < l.commandsEnd || l.firstSection-l.commandsEnd < 16 || uint64(l.commandsEnd)+16 > uint64(len(file)) {
			return nil, errors.New("no room for another load command; link with -headerpad")
		}
		l.signature = l.commandsEnd
		little.PutUint32(file[l.signature:], cmdCodeSignature)
		little.PutUint32(file[l.signature+4:], 16)
		little.PutUint32(file[16:], little.Uint32(file[16:])+1)
		little.PutUint32(file[20:], little.Uint32(file[20:])+16)
	}
	limit := align(uint64(len(file)), signAlign)
	file = append(file, make([]byte, limit-uint64(len(file)))...)
	pages := (limit + 1<<signedPageBits - 1) >> signedPageBits
	hashes := directorySize + uint64(len(identifier)) + 1
	size := align(superBlobSize+hashes+pages*sha256.Size, signAlign)

	little.PutUint32(file[l.signature+8:], uint32(limit))
	little.PutUint32(file[l.signature+12:], uint32(size))
	segment := file[l.linkedit:]
	start := little.Uint64(segment[40:])
	if start > limit {
		return nil, errors.New("segment __LINKEDIT beyond the end of the file")
	}
	little.PutUint64(segment[32:], align(limit+size-start, segmentAlign))
	little.PutUint64(segment[48:], limit+size-start)

	out := bytes.NewBuffer(make([]byte, 0, size))
	put := func(values ...uint32) {
		for _, v := range values {
			out.Write(big.AppendUint32(nil, v))
		}
	}
	length := hashes + pages*sha256.Size
	put(blobSignature, uint32(superBlobSize+length), 1, 0, superBlobSize)
	put(blobCodeDirectory, uint32(length), directoryVersion, flagAdhoc|flagLinkerSigned, uint32(hashes), directorySize,
		0, uint32(pages), uint32(limit))
	out.Write([]byte{sha256.Size, hashSHA256, 0, signedPageBits})
	put(0, 0, 0, 0) // spare, scatter vector, team, spare
	for _, v := range []uint64{0, l.textOffset, l.textSize, 0} {
		out.Write(big.AppendUint64(nil, v))
	}
	out.WriteString(identifier)
	out.WriteByte(0)
	for at := uint64(0); at < limit; at += 1 << signedPageBits {
		hash := sha256.Sum256(file[at:min(at+1<<signedPageBits, limit)])
		out.Write(hash[:])
	}
	file = append(file, out.Bytes()...)
	return append(file, make([]byte, limit+size-uint64(len(file)))...), nil
}

// checkSignature returns an error unless the library ends with an ad-hoc signature whose hashes are right.
func checkSignature(file []byte) error {
	l, err := readLayout(file)
	if err != nil {
		return err
	}
	if l.signature == 0 {
		return errors.New("not signed")
	}
	at, size := uint64(little.Uint32(file[l.signature+8:])), uint64(little.Uint32(file[l.signature+12:]))
	if at+size != uint64(len(file)) || size < superBlobSize+directorySize {
		return errors.New("the signature is not the end of the file")
	}
	blob := file[at:]
	if big.Uint32(blob) != blobSignature {
		return errors.New("not a signature")
	}
	for i := range uint64(big.Uint32(blob[8:])) {
		if 12+8*i+8 > size {
			return errors.New("index beyond the signature")
		}
		start := uint64(big.Uint32(blob[12+8*i+4:]))
		if start+directorySize > size || big.Uint32(blob[start:]) != blobCodeDirectory {
			continue
		}
		return checkDirectory(file[:at], blob[start:])
	}
	return errors.New("no code directory")
}

// checkDirectory compares the hashes of a code directory with the content that they are for.
func checkDirectory(content, directory []byte) error {
	hashes, pages, limit := uint64(big.Uint32(directory[16:])), uint64(big.Uint32(directory[28:])), uint64(big.Uint32(directory[32:]))
	if directory[36] != sha256.Size || directory[37] != hashSHA256 || directory[39] > 16 {
		return errors.New("other hashes than SHA-256")
	}
	page := uint64(1) << directory[39]
	if big.Uint32(directory[12:])&flagAdhoc == 0 || limit != uint64(len(content)) || pages != (limit+page-1)/page ||
		hashes+pages*sha256.Size > uint64(len(directory)) {
		return errors.New("the code directory does not cover the file")
	}
	for i := range pages {
		hash := sha256.Sum256(content[i*page : min((i+1)*page, limit)])
		if !bytes.Equal(hash[:], directory[hashes+i*sha256.Size:][:sha256.Size]) {
			return fmt.Errorf("page %d has another hash", i)
		}
	}
	return nil
}
