// Package clustertest gives tests a real OpenSearch cluster: three nodes on loopback, each a process of its own, so that a test can
// kill one and start it again on its data.
//
// The environment variable PLENARY_OPENSEARCH says which:
//
//	start-2                 start OpenSearch 2.19 (wants a JDK from 17 on, and Maven)
//	start-3                 start OpenSearch 3.8 (wants a JDK from 21 on, and Maven)
//	http://…,http://…       use the cluster with nodes at these addresses; what kills nodes is skipped
//
// Without it tests skip, or fail where PLENARY_TEST_REQUIRE names opensearch. `make test-cluster` sets both. Maven fetches
// OpenSearch once, some 100 MB, and a cluster takes some 20 s to start; it is one for all tests of a test binary, which ends
// it in [Main]. Nodes end with the process that started them, however that ends: each reads its standard input until it closes.
//
// The main type is [Cluster]. Nodes have neither TLS nor passwords: those come with a plug-in that is not among what Maven has.
package clustertest
