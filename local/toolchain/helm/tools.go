//go:build tools

// Package tools names the program that is built from this module, so that go.mod and go.sum pin it.
package tools

import _ "helm.sh/helm/v3/cmd/helm"
