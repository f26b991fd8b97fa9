// The process that holds a pod's namespaces: it waits to be killed.
package main

func main() { select {} }
