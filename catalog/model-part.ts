/** The parts of a model that an engine spreads over devices each in its own way. */
export const ModelPart = {
  /** The table of token vectors; sliced by rows. */
  embedding: "embedding",
  /** The matrix to token probabilities; sliced by rows. Nothing in a model with tied embeddings. */
  outputHead: "outputHead",
  /** What divides by attention heads: query and output, and with latent attention the expansions to heads. */
  attentionHeads: "attentionHeads",
  /** Keys and values of grouped-query attention; a device holds at least one head, so they repeat when heads run out. */
  keyValueHeads: "keyValueHeads",
  /** The compressions of latent attention; every device holds them whole. */
  attentionLatent: "attentionLatent",
  /** Feed-forward blocks of the layers without experts. */
  denseFeedForward: "denseFeedForward",
  /** Routed experts: each sliced, or whole ones spread. */
  routedExperts: "routedExperts",
  /** Experts that every token uses; sliced like a dense block. */
  sharedExperts: "sharedExperts",
  /** The choice of experts; every device holds it whole. */
  router: "router",
  /** Normalizations; every device holds them whole. */
  norms: "norms",
  /** Everything that turns images into tokens. */
  visionEncoder: "visionEncoder",
  /** The layers for speculative decoding, with the copies of embedding and head that are stored with them. */
  nextTokenLayers: "nextTokenLayers",
} as const;
export type ModelPart = (typeof ModelPart)[keyof typeof ModelPart];
