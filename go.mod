module github.com/libpsutil/libpsutil

go 1.26.0

toolchain go1.26.8

require (
	github.com/mattn/go-pointer v0.0.1
	golang.org/x/sys v0.49.0
)
