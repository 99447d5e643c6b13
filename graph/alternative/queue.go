package alternative

import "container/heap"

// queue gives back what has the least key, and of equals what came first.
type queue[T any] struct {
	items items[T]
	count int
}

func (q *queue[T]) push(key float64, value T) {
	heap.Push(&q.items, item[T]{key, q.count, value})
	q.count++
}

func (q *queue[T]) pop() (value T, key float64, ok bool) {
	if len(q.items) == 0 {
		return value, 0, false
	}
	top := heap.Pop(&q.items).(item[T])
	return top.value, top.key, true
}

type item[T any] struct {
	key   float64
	count int
	value T
}

type items[T any] []item[T]

func (x items[T]) Len() int { return len(x) }
func (x items[T]) Less(i, j int) bool {
	return x[i].key < x[j].key || x[i].key == x[j].key && x[i].count < x[j].count
}
func (x items[T]) Swap(i, j int) { x[i], x[j] = x[j], x[i] }
func (x *items[T]) Push(v any)   { *x = append(*x, v.(item[T])) }
func (x *items[T]) Pop() any {
	last := (*x)[len(*x)-1]
	*x = (*x)[:len(*x)-1]
	return last
}
