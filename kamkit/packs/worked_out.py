"""What is worked out once for all accounts of a run."""
import hashlib
import pickle

from kamkit.method.values import estimate_derived_importance
class W:
    def __init__(self,t):
        estimate_derived_importance(t)
        self.t=t
        self.figures={"derived importance": hashlib.sha256(repr(estimate_derived_importance(t)).encode()).hexdigest()}
    def save(self,p): p.write_bytes(pickle.dumps((self.t.change_id,self.t.memo)))
def work_out(tables, as_of): return W(tables)
