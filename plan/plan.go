// Package plan is where a signed paper becomes a plan: it is read (Read), checked
// beside the paper by a person (the review), adopted by a post that may (Adopt),
// and later amended, each version keeping the ids of what it kept.
package plan
