// The one place that knows the drag-and-drop library: cards are lifted by mouse or touch, columns take them. What a drop means is
// decided elsewhere, and the keyboard's way is ours (see `board`).

import {
  DndContext,
  DragOverlay,
  defaultDropAnimation,
  PointerSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type PointerEvent, type ReactNode, useEffect, useState } from "react";

/** Fingers scroll; they lift only after a moment's rest, which is the touch sensor's part. */
class MouseAndPen extends PointerSensor {
  static override activators = [
    {
      eventName: "onPointerDown" as const,
      handler: ({ nativeEvent: event }: PointerEvent) =>
        event.pointerType !== "touch" && event.isPrimary && event.button === 0 && !event.shiftKey,
    },
  ];
}

const MOUSE = { activationConstraint: { distance: 5 } };
const TOUCH = { activationConstraint: { delay: 220, tolerance: 8 } };
/** The library speaks English only; the board announces for itself. */
const SILENT = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: "" },
};
/** Only the board itself, sideways: within a column the order is not the person's. */
const SCROLL = { canScroll: (element: Element) => element.matches("[data-board]"), threshold: { x: 0.12, y: 0 } };

interface Props {
  onLift: (card: string) => void;
  /** The stage under the card, if there is one. */
  onOver: (stage: string | null) => void;
  /** Says whether the card goes there; otherwise it is seen to go back. */
  onDrop: (stage: string | null) => boolean;
  /** What hangs under the pointer while something is lifted. */
  lifted: ReactNode;
  children: ReactNode;
}

export function DragArea({ onLift, onOver, onDrop, lifted, children }: Props) {
  const sensors = useSensors(useSensor(MouseAndPen, MOUSE), useSensor(TouchSensor, TOUCH));
  const [goes, setGoes] = useState(false);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={SILENT}
      autoScroll={SCROLL}
      onDragStart={({ active }) => {
        setGoes(false);
        onLift(String(active.id));
      }}
      onDragOver={({ over }) => onOver(over ? String(over.id) : null)}
      onDragEnd={({ over }) => setGoes(onDrop(over ? String(over.id) : null))}
      onDragCancel={() => onDrop(null)}
    >
      {children}
      <DragOverlay dropAnimation={goes || still ? null : { ...defaultDropAnimation, duration: 200 }} zIndex={35}>
        {lifted}
      </DragOverlay>
      {lifted && <EscapeIsTaken />}
    </DndContext>
  );
}

/** Escape puts the card back, and does nothing else besides. */
function EscapeIsTaken() {
  useEffect(() => {
    const take = (event: KeyboardEvent) => event.key === "Escape" && event.preventDefault();
    window.addEventListener("keydown", take, { capture: true });
    return () => window.removeEventListener("keydown", take, { capture: true });
  }, []);
  return null;
}

/** For a card: where to put the reference and the listeners. */
export function useLiftable(card: string) {
  const { setNodeRef, listeners } = useDraggable({ id: card });
  return { liftRef: setNodeRef, liftListeners: listeners };
}

/** For a column: where to put the reference. */
export function useDropPlace(stage: string) {
  return useDroppable({ id: stage }).setNodeRef;
}
