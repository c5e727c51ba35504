// Package judge holds the requests and the answers of a fake service against the
// contract that the real one's vendor published, where that is at hand beside the
// repository (../shared/contracts). What it finds good is good by the vendor's word,
// as far as the contract says; what the real service does beyond is not proved.
//
// Only tests may import it; it imports nothing of ours.
package judge
