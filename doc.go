// Package loa holds the tests of the house as a whole: what may import what
// (ARCHITECTURE.md), whose a table is, and that the glossary tells the truth.
// The program is cmd/loa.
package loa
