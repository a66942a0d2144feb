//go:build tools

// Package influxd names the programs that build.sh builds, so that go.mod and go.sum pin them.
package influxd

import (
	_ "github.com/influxdata/influxdb/v2/cmd/influxd"
	_ "github.com/influxdata/pkg-config"
)
