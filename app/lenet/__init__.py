"""The networks: arrays in, arrays out, without pictures, HTTP or the page.

Read the files in this order: `architecture` (the layers), `operations` (what a layer computes), `network`
(the forward pass), `backward` (the backward pass), `learning` (one step of training),
`weights` and `checkpoints` (files), `geometry` and `explain` (where one number comes from),
`kernels` (kernels to try), `plan` and `fast` (the forward pass again, for speed).
"""
