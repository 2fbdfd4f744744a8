curl -sSf -H 'Accept: application/x-ndjson' -F picture=@digit.png -F picture=@one.png \
  'http://127.0.0.1:8000/api/v1/models/lenet/predictions'
