import numpy as np
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput

drawings = np.zeros((64, 28, 28), np.uint8)
drawings[:, 4:24, 13:16] = 255

pixels = InferInput("pixels", drawings.shape, "UINT8")
pixels.set_data_from_numpy(drawings)
with InferenceServerClient("127.0.0.1:8000") as client:
    result = client.infer("lenet", [pixels], outputs=[InferRequestedOutput("fc1")])
print("fc1:", result.as_numpy("fc1").shape)
