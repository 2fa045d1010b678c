package main

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/windows"
)

func system(string) platform.System {
	return windows.New()
}
