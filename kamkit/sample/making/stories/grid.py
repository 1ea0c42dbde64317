"""Who supplies what: one line a customer number, one mark an offering (010 to 060).

o ours, c a competitor's, h made in-house, n not needed, ? unknown: nobody has asked.
"""

from __future__ import annotations

ORBISAN_GRID = {  # nine plants; the two numbers without a plant buy nothing of their own
    "2101": "ooooc?", "2102": "oooc??", "2103": "ocn??h", "2201": "oooc??", "2202": "oc???n",
    "2301": "oc??nh", "0771": "ooc?h?", "0772": "oc????", "0773": "oc???n",
}  # fmt: skip
GRID = {
    "1001": "oonnc?", "1002": "ooc?n?", "1010": "oc?nho", "1005": "ocnn?o", "NA": "o?cnoo", "1007": "ncoo?o",
    "1008": "oocnh?", "1009": "oocnh?", "0042": "ncoonn", "1011": "ncoo?n", "0113": "hocnnn", "1013": "oc?nnn",
    "1014": "cno?n?", "1015": "oo??nn", "1016": "ncoon?", "1017": "oo?nnn", "007": "ooc???", "1019": "o?nn?n",
    "1020": "o?nnoo", "1021": "ocnnhn", "1022": "ncoo?n", "1023": "oc?nn?", "1058": "ncoc??",
} | ORBISAN_GRID  # fmt: skip
STATE_OF = {"o": "ours", "c": "competitor's", "h": "in-house", "n": "not needed", "?": "unknown"}
RIVAL_FOR = {
    "010": "foamara",
    "020": "cartovale",
    "030": "rundbox",
    "040": "rundbox",
    "050": "stavenport",
    "060": "stavenport",
}
