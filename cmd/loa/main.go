// Command loa runs a commune's communications plan from the signed paper to the proven result.
package main

func main() {}
