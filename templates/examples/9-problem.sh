curl -sS -H 'Content-Type: application/json' --data '{"pixels": [[0, 255], [0, 300]]}' \
  'http://127.0.0.1:8000/api/v1/models/lenet/predictions'
