// Shows, for a while, the sentence that answers the person's last act.

import { useSpoken } from "../lib/say";

export function SpokenLine() {
  const spoken = useSpoken();
  return (
    <div className="spoken" role="status">
      {spoken && (
        <p key={spoken.id} className={`spoken-line spoken-${spoken.tone}`}>
          {spoken.text}
        </p>
      )}
    </div>
  );
}
