curl -sSf -o one.png 'http://127.0.0.1:8000/api/v1/samples/5?format=png'
curl -sSf -F picture=@digit.png -F picture=@one.png \
  'http://127.0.0.1:8000/api/v1/models/lenet/predictions?format=ndjson'
