// Package assign distributes demand over a network whose prices rise with use.
package assign
