curl -sSf -O http://127.0.0.1:8000/client/lenet_lens.py
curl -sSf -o digit.png 'http://127.0.0.1:8000/api/v1/samples/110?format=png'
