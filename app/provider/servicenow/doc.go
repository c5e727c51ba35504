// Package servicenow writes updates about an incident into the work notes of a record
// in ServiceNow, which colleagues read, or into its comments, which the customer reads,
// by the Table API.
//
// It was written from the vendor's documents. There is no published contract that it
// could be held against, and it was not tried against an instance.
//
// It may import provider. It must not import the agent, the store, a toolkit or
// another provider.
package servicenow
