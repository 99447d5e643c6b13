package shard

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// header is the first line of the file of a shard.
type header struct {
	Job    string `json:"job"` // hash
	Shard  int    `json:"shard"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	SHA256 string `json:"sha256"` // of the rows that follow, a line each
}

// ErrDamaged is returned for a result that is not whole, or not of this shard and job.
var ErrDamaged = errors.New("the result is damaged, or of another job")

// Encode makes the result of a shard from the rows of its scenarios, in order. It
// panics when they are not as many as the shard has, and fails on a row with a line feed.
func (j Job) Encode(shard int, rows [][]byte) ([]byte, error) {
	from, to := j.Range(shard)
	if len(rows) != to-from {
		panic("shard: not one row per scenario")
	}
	var body []byte
	for i, row := range rows {
		if bytes.IndexByte(row, '\n') >= 0 {
			return nil, fmt.Errorf("the row of scenario %d has a line feed", from+i)
		}
		body = append(append(body, row...), '\n')
	}
	return append(j.headOf(shard, body), body...), nil
}

func (j Job) headOf(shard int, body []byte) []byte {
	from, to := j.Range(shard)
	sum := sha256.Sum256(body)
	head, err := json.Marshal(header{j.Hash(), shard, from, to, hex.EncodeToString(sum[:])})
	if err != nil {
		panic(err) // numbers and digits
	}
	return append(head, '\n')
}

// Decode returns the rows of a result, and [ErrDamaged] unless it is what
// [Job.Encode] made for this shard. Rows share its memory.
func (j Job) Decode(shard int, result []byte) ([][]byte, error) {
	end := bytes.IndexByte(result, '\n') + 1
	body := result[end:]
	if end == 0 || !bytes.Equal(result[:end], j.headOf(shard, body)) {
		return nil, ErrDamaged
	}
	from, to := j.Range(shard)
	rows := bytes.Split(body, []byte{'\n'})
	if len(rows) != to-from+1 || len(rows[to-from]) > 0 {
		return nil, ErrDamaged
	}
	return rows[:to-from], nil
}
