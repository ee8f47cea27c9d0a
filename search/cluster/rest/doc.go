// Package rest speaks OpenSearch's REST interface: several hosts, TLS, credentials, repeats, bulk requests by size, and errors that
// have names and say what to do.
//
// It knows no index of plenary, no field and no query: bodies come and go as JSON. It takes addresses from its [Config] alone, follows no
// redirect, asks no proxy of the environment, and believes no answer that is too large, cut, or not JSON. Credentials stand in no
// error and no log.
//
// The main type is [Client]; [Client.Do] is the one way out, which all other methods take.
package rest
