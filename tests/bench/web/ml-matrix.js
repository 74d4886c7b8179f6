// The singular values of a matrix in ml-matrix.

import "/isolated/peers/matrix.umd.js";
import { LISTED_VALUES } from "./closed_forms.js";
import { matrix, serve } from "./serve.js";

const { Matrix, SingularValueDecomposition } = globalThis.mlMatrix;

serve({
  values: async ({ side }) => {
    const W = Matrix.from1DArray(side, side, await matrix(side));
    const options = { computeLeftSingularVectors: false, computeRightSingularVectors: false };
    return () => new SingularValueDecomposition(W, options).diagonal.slice(0, LISTED_VALUES);
  },
});
