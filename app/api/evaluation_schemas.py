"""Pydantic models of evaluations."""

from pydantic import Field

from app.api.schemas import Schema, Weights
from app.imaging import Preprocess


class ReliabilityBin(Schema):
    """Predictions with a probability above `lower` and up to `upper`."""

    lower: float
    upper: float
    count: int
    confidence: float | None = Field(description="their mean probability; null if there are none")
    accuracy: float | None = Field(description="the share of them that is correct; null if there are none")


class MisreadDigit(Schema):
    """A test digit that the model predicts wrongly."""

    index: int = Field(description="as in `/api/v1/samples/{index}`")
    label: int = Field(ge=0, le=9)
    prediction: int = Field(ge=0, le=9)
    probability: float = Field(description="of the prediction")


class Evaluation(Schema):
    """Accuracy and calibration of a model on the test digits, with one preprocessing."""

    preprocess: Preprocess
    accuracy: float
    accuracy_by_class: list[float | None]
    confusion_matrix: list[list[int]] = Field(
        description="a row for each label, a column for each prediction"
    )
    expected_calibration_error: float = Field(
        description="the mean difference between accuracy and confidence, weighted by the count of each bin"
    )
    bins: list[ReliabilityBin] = Field(description="the reliability diagram, in ten bins")
    misread: list[MisreadDigit]


class ModelEvaluation(Schema):
    """Accuracy and calibration of a model on the test digits of MNIST."""

    model: str
    weights: Weights
    digits: int
    evaluations: list[Evaluation] = Field(description="without preprocessing, and with the digits centred")
