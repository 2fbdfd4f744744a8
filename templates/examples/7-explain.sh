curl -sSf -H 'Content-Type: image/png' --data-binary @digit.png \
  'http://127.0.0.1:8000/api/v1/models/lenet/explanations?unit=pool1/3/5/7'
