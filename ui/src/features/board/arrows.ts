// Where an arrow key leads on the board. Pure: columns are known by their heights only.

export interface Spot {
  column: number;
  row: number;
}

/** The next card, or `null` where the key leads nowhere. Empty columns are stepped over; rows are kept as far as they go. */
export function step(heights: readonly number[], from: Spot, key: string): Spot | null {
  const height = heights[from.column] ?? 0;
  switch (key) {
    case "ArrowUp":
      return from.row > 0 ? { ...from, row: from.row - 1 } : null;
    case "ArrowDown":
      return from.row + 1 < height ? { ...from, row: from.row + 1 } : null;
    case "Home":
      return height > 0 ? { ...from, row: 0 } : null;
    case "End":
      return height > 0 ? { ...from, row: height - 1 } : null;
    case "ArrowLeft":
      return sideways(heights, from, -1);
    case "ArrowRight":
      return sideways(heights, from, 1);
    default:
      return null;
  }
}

function sideways(heights: readonly number[], from: Spot, by: 1 | -1): Spot | null {
  for (let column = from.column + by; column >= 0 && column < heights.length; column += by) {
    const height = heights[column] ?? 0;
    if (height > 0) return { column, row: Math.min(from.row, height - 1) };
  }
  return null;
}
