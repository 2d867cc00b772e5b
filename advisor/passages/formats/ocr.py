"""Scanned pages -> lines of text, by a package that carries its models; nothing is downloaded."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Lines = list[tuple[str, tuple[float, float, float, float]]]  # text; left, top, right, bottom in pixels
_LEAST = 0.5  # how sure a line must be


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    # One line at a time, and lines sought in a smaller picture: a page then needs half the memory, and reads as well.
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Rec.rec_batch_num": 1,
            "Cls.cls_batch_num": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
    )


def recognise(image: npt.NDArray[np.uint8]) -> Lines:
    """The lines of a picture, from top to bottom, those on one level from left to right."""
    result = _engine()(image)
    if result is None or result.boxes is None:
        return []
    found = []
    for text, box, score in zip(result.txts, result.boxes, result.scores, strict=True):
        if score >= _LEAST and text.strip():
            xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
            found.append((text.strip(), (min(xs), min(ys), max(xs), max(ys))))
    return sorted(found, key=lambda line: (round(line[1][1] / 12), line[1][0]))
