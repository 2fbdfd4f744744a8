"""Pydantic models of features."""

from pydantic import Field

from app.api.schemas import Schema, UnitName, Weights


class ReceptiveField(Schema):
    """The part of the input that a unit sees."""

    top: int
    left: int
    height: int
    width: int


class Excitation(Schema):
    """How strongly a unit is excited, and by what part of the input."""

    unit: UnitName
    receptive_field: ReceptiveField
    value: float = Field(description="the activation, to four decimals")
    pixels: list[list[int]] = Field(description="what the unit sees: 0 = background, 255 = foreground")


class Patch(Excitation):
    """A test digit, centred as drawings are, and the unit of the map that it excites most."""

    index: int = Field(description="as in `/api/v1/samples/{index}`")
    label: int = Field(ge=0, le=9)


class SyntheticPicture(Excitation):
    """A picture that gradient ascent made for the unit in the middle of the map; no digit looks like that."""


class MapFeatures(Schema):
    """What a map looks for."""

    model: str
    weights: Weights
    layer: str
    map: int = Field(description="the map of a convolution, or the unit of a dense layer")
    maps: int = Field(description="how many the layer has")
    patches: list[Patch] = Field(description="the nine test digits that excite it most, the strongest first")
    synthetic: SyntheticPicture


class LayerFeatures(Schema):
    """What the maps of a layer look for."""

    model: str
    weights: Weights
    layer: str
    maps: list[SyntheticPicture] = Field(
        description="of every map of a convolution, or unit of a dense layer"
    )
