curl -sSf -H 'Content-Type: application/json' \
  --data '{"input": [[0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9]], "kernel": "sobel_x"}' \
  'http://127.0.0.1:8000/api/v1/operations/convolution?windows=true'
