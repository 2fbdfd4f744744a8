"""The network, by itself: arrays in, arrays out; it knows nothing of pictures, of HTTP or of the page.

Read the files in this order: `architecture` (what the layers are), `operations` (what a layer computes), `network`
(all of them in turn), `gradients` and `backward` (the same in reverse), `weights` (the numbers that training found),
`geometry` and `explain` (where one number comes from), `windows` and `kernels` (one operation by itself, and what to try
in it), `fast` (the same network again, for speed).
"""
